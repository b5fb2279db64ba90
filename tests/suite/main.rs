//! The one test binary: the program run as people and scripts run it, and the rules of the house.
//!
//! What a room promises alone is tested in the room.

mod agreement;
mod commands;
mod corpus;
mod harm;
mod house;
mod input;
mod pairs;
mod run;
mod session;
mod shells;
mod terminal;
