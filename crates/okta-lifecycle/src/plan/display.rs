//! The dry run, for people.

use std::fmt;

use super::{Plan, Step};

impl fmt::Display for Plan {
    /// A line a step with what it expects and leaves, below it what else it does; then what is so already, what is left
    /// alone, what somebody must take over, what could not be read, and the calls.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.user_id() {
            Some(user) => writeln!(formatter, "{} {user}", self.intent())?,
            None => writeln!(formatter, "{} without an account yet", self.intent())?,
        }
        if self.is_empty() {
            writeln!(formatter, "  nothing to do")?;
        }
        for step in self.steps() {
            show(step, formatter)?;
        }
        for already in self.already() {
            writeln!(formatter, "  already so  {already}")?;
        }
        for left in self.left() {
            writeln!(formatter, "  left        {}: {}", left.what, left.because)?;
        }
        for owned in self.owned() {
            let name = owned.name.as_deref().unwrap_or("");
            writeln!(formatter, "  hand over   {} {} {name}", owned.kind, owned.id)?;
        }
        for unread in self.unread() {
            writeln!(
                formatter,
                "  not read    {}: {}",
                unread.operation, unread.because
            )?;
        }
        for (bucket, calls) in self.calls_by_bucket() {
            writeln!(formatter, "  {calls:4} calls  {bucket}")?;
        }
        Ok(())
    }
}

fn show(step: &Step, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let operation = step.operation();
    writeln!(formatter, "{:3}  {}", step.id(), step.action())?;
    writeln!(
        formatter,
        "       {} {}; {} -> {}",
        operation.method.as_str(),
        operation.path,
        step.precondition(),
        step.result()
    )?;
    if let Some(waits) = step.waits() {
        write!(
            formatter,
            "       waits until {} for {} s",
            waits.in_status, waits.seconds
        )?;
        match waits.due {
            Some(due) => writeln!(formatter, ", due {due}")?,
            None => writeln!(formatter)?,
        }
    }
    if !step.after().is_empty() {
        let after: Vec<String> = step.after().iter().map(u32::to_string).collect();
        writeln!(formatter, "       after {}", after.join(", "))?;
    }
    for effect in step.side_effects() {
        writeln!(formatter, "       {effect}")?;
    }
    writeln!(formatter, "       {}", step.reversal())
}
