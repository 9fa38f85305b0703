//! A preflight says granted, scoped, denied with what is missing, or unknown, and changes nothing.

mod calls;
mod faults;
mod findings;
mod json;
mod privacy;
mod reading;
mod service_apps;
mod table;
mod token;
mod try_out;
mod verdicts;

use okta_permissions::{PreflightReport, Verdict};

/// The verdict on a capability, and why.
fn verdict_of(report: &PreflightReport, capability: &str) -> (Verdict, String) {
    let found = report.capability(capability);
    let found = found.expect("the capability is in the profile");
    (found.verdict(), found.reason().to_owned())
}
