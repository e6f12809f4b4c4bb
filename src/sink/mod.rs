//! What leaves the program: secrets are masked, and text from outside passes the encoder of the sink
//! that it is written to.

pub mod secrets;
