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
mod round_trip;
mod templates;
mod undone;
mod world;
