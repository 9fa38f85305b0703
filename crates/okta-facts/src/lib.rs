//! What is known about Okta, as static tables with a source each
