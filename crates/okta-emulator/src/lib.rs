//! An Okta org in a process, for tests, demos and other languages' clients
