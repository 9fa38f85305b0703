//! [`Peer`]: one process of several that share a budget.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;
use okta_transport::{BudgetStore, Client, Clock, Governing, Lane, RedisBudgetStore, StoreError, Stored};

use super::super::send;
use crate::support::TOKEN;

const PART: &str = "OKTA_TEST_PEER";
/// What stands before the words by which a process tells with whom it shares its budget.
const SHARING: &str = "sharing: ";

/// A process that sends requests until it is dropped.
#[derive(Debug)]
pub(super) struct Peer {
    child: Child,
    /// With whom it shares its budget, by its last word.
    sharing: Arc<Mutex<String>>,
}

impl Peer {
    pub(super) fn start(org: &str, redis: &str, speed: u32) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "governor::processes::peer::is_one_of_several_when_told_so",
                "--nocapture",
            ])
            .env(PART, format!("{org} {redis} {speed}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let sharing = Arc::<Mutex<String>>::default();
        let (lines, said) = (BufReader::new(child.stdout.take().unwrap()), Arc::clone(&sharing));
        std::thread::spawn(move || {
            // The test harness of the other process says things of its own.
            let lines = lines.lines().map_while(Result::ok);
            for line in lines {
                if let Some((_, sharing)) = line.split_once(SHARING) {
                    sharing.clone_into(&mut said.lock().unwrap());
                }
            }
        });
        Self { child, sharing }
    }

    pub(super) fn says(&self, sharing: &str) -> bool {
        *self.sharing.lock().unwrap() == sharing
    }

    /// Ends it in the middle of what it does.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Without being told so it has nothing to do: the test that starts it looks at what the org was sent.
#[test]
fn is_one_of_several_when_told_so() {
    let Ok(part) = std::env::var(PART) else { return };
    let mut part = part.split(' ');
    let mut next = || part.next().unwrap().to_owned();
    let (org, redis, speed) = (next(), next(), next().parse().unwrap());
    // It does not outlive who started it.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = RedisBudgetStore::new(redis).unwrap();
        let governing = Governing::default().store(FastStore { store, speed });
        let client = Client::builder()
            .org(org)
            .allow_plain_http_on_loopback(true)
            .api_token(TOKEN)
            .clock(FastClock {
                begun: Instant::now(),
                speed,
            })
            .governing(governing)
            .build()
            .unwrap()
            .lane(Lane::Bulk);
        for _ in 0..10 {
            let client = client.clone();
            tokio::spawn(async move {
                loop {
                    let _ = send(&client).await;
                }
            });
        }
        let mut said = String::new();
        loop {
            let sharing = format!("{:?}", client.budget().sharing());
            if sharing != said {
                println!("{SHARING}{sharing}");
                said = sharing;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
}

#[derive(Debug)]
struct FastClock {
    begun: Instant,
    speed: u32,
}

#[async_trait]
impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.begun.elapsed() * self.speed
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration / self.speed).await;
    }
}

/// The Redis, where time passes faster too.
#[derive(Debug)]
struct FastStore {
    store: RedisBudgetStore,
    speed: u32,
}

impl FastStore {
    fn faster(&self, stored: &Stored) -> Stored {
        let micros = stored.now().as_microsecond() * i64::from(self.speed);
        Stored::new(
            stored.text().map(str::to_owned),
            Timestamp::from_microsecond(micros).unwrap(),
        )
    }
}

#[async_trait]
impl BudgetStore for FastStore {
    async fn read(&self, key: &str) -> Result<Stored, StoreError> {
        Ok(self.faster(&self.store.read(key).await?))
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        let other = self.store.replace(key, seen, text, keep).await?;
        Ok(other.map(|other| self.faster(&other)))
    }
}
