//! Every row and every field of the tables is what the fact files say, and nothing of them is missing. The files
//! are read here without the generator's code.

mod codes;
mod operations;
mod permissions;
mod rate_limits;
mod roles;
