//! Text -> what is meant: any text is a query, and what could not be understood is searched as words and noted.
//!
//! [`parse`] makes a [`Syntax`] tree of the text as typed; [`plan`] reads its words with the lexicon and gives a
//! [`Plan`] of terms and positions, plain data that every Searcher turns into its own queries and `snippet` into lit
//! passages. Neither knows an index: what must be looked up in one is asked through [`Vocabulary`].

mod fields;
mod node;
mod parse;
mod plan;
mod syntax;
mod years;

pub use fields::{Field, TextField, ValueField};
pub use node::{Node, Order, Part, Plan, Remark, Slot, Spans, Stream};
pub use parse::{Parsed, parse};
pub use plan::{Vocabulary, plan};
pub use syntax::{Form, Leaf, Occur, Syntax};
pub use years::Years;
