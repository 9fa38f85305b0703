//! Plans: what is planned is what happens, whatever comes between.

mod bulk;
mod cancelled;
mod checked;
mod converges;
mod forbidden;
mod grace;
mod journal;
mod killed;
mod lost_answers;
mod printed;
mod resumed;
mod round_trip;
mod rows;
mod templates;
mod undone;
mod world;
