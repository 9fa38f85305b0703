//! What a storm did, counted by kind of fault.

use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct Figures(BTreeMap<String, Figure>);

#[derive(Default)]
struct Figure {
    injected: u32,
    survived: u32,
    failed: u32,
}

impl Figures {
    /// A case in which so many faults were injected, and so many calls failed.
    pub(crate) fn count(&mut self, kind: &str, injected: u32, failed: usize) {
        let figure = self.0.entry(kind.to_owned()).or_default();
        figure.injected += injected;
        if failed > 0 {
            figure.failed += 1;
        } else if injected > 0 {
            figure.survived += 1;
        }
    }

    pub(crate) fn injected(&self, kind: &str) -> u32 {
        self.0.get(kind).map_or(0, |figure| figure.injected)
    }

    /// Prints three lines for each kind; `what` is what was done in the storm.
    pub(crate) fn print(&self, what: &str, target: u32) {
        for (kind, figure) in &self.0 {
            let Figure {
                injected,
                survived,
                failed,
            } = figure;
            println!("figure storm_{what}_{kind}_injected {injected} faults target >= {target} baseline -");
            println!("figure storm_{what}_{kind}_survived {survived} cases target - baseline -");
            println!("figure storm_{what}_{kind}_failed_typed {failed} cases target - baseline -");
        }
    }
}
