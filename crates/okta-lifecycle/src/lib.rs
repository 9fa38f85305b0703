//! Joiner, mover, leaver: Okta lifecycle actions that check, converge and prove themselves
