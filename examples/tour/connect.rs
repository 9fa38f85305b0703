//! Which org the tour visits, and whether it answers.

use std::{fs::File, path::Path, time::Instant};

use okta_sdk::{
    embedded::{Emulator, Org},
    prelude::*,
};

use crate::{inventory::Inventory, screen};

/// The org of the tour: a real one when it is configured, or else an embedded one.
pub(crate) struct Visited {
    pub(crate) client: Client,
    embedded: Option<Org>,
}

impl Visited {
    pub(crate) fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// Someone of the embedded org who is locked out now; nobody of a real org is touched.
    pub(crate) fn locked_out(&self, inventory: &Inventory) -> Option<UserId> {
        let org = self.embedded.as_ref()?;
        let user = inventory.someone_active()?;
        org.emulator().lock_out(user.as_str()).then(|| user.clone())
    }
}

/// `requests` is the file in which an embedded org logs what it is asked.
pub(crate) fn org(users: usize, requests: Option<&Path>) -> Result<Visited, Box<dyn std::error::Error>> {
    let config = Config::from_environment()?;
    if config.org_url().is_some() || config.token().is_some() {
        return Ok(Visited {
            client: Client::from_config(config)?,
            embedded: None,
        });
    }
    let mut builder = Emulator::builder().users(users).seed(7);
    if let Some(path) = requests {
        let file = File::create(path)
            .map_err(|problem| format!("the request log {} cannot be written: {problem}", path.display()))?;
        builder = builder.request_log(file);
    }
    let org = Org::start(builder);
    Ok(Visited {
        client: org.client()?,
        embedded: Some(org),
    })
}

/// Reads the token's owner, which every token may.
pub(crate) async fn check(okta: &Client) -> Result<User, Error> {
    let started = Instant::now();
    let answer = okta.send_for_answer(GetUser::new(UserKey::me())).await?;
    screen::line("org", okta.org());
    screen::line("answered in", format!("{} ms", started.elapsed().as_millis()));
    if let Some(limit) = answer.rate_limit() {
        screen::line(
            "rate limit",
            format!(
                "{} of {} calls left in this minute",
                limit.remaining(),
                limit.limit()
            ),
        );
    }
    let owner = answer.into_inner();
    screen::line("token of", owner.login().unwrap_or("a user without a login"));
    Ok(owner)
}
