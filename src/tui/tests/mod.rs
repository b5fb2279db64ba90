//! The browser played through without a terminal: keys in, screens and deeds out.

mod fake;
mod play;
mod random;
mod screens;
