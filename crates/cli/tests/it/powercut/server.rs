//! The server of pages as a program that a test starts, asks and stops.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::text;

/// The session of the officer whom [`let_in`] makes.
const COOKIE: &str = "phien=phien-gia-dinh-can-bo";

/// Lets an officer in who records for Thanh Hóa: an account, an appointment and a session, written while no server
/// runs. A store that is not there yet is made by a first start.
#[expect(clippy::disallowed_methods, reason = "the program that is watched reads the machine's clock too")]
pub fn let_in(data: &Path) {
    let store = data.join("anlanh.sqlite");
    if !store.exists() {
        Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), data).stop();
    }
    crate::crash::runtime().block_on(async {
        let db = store::Db::open(&format!("sqlite:{}", store.display())).await.expect("opens");
        let mut tx = db.snapshot().await.expect("reads");
        let register = store::units::load(&mut tx).await.expect("units");
        drop(tx);
        let now = jiff::Timestamp::now();
        let day = jiff::tz::Offset::constant(7).to_datetime(now).date();
        let province = register.at_code("38", domain::units::Level::Province, day).expect("Thanh Hóa").unit;
        let mut ids = testkit::ids(38);
        let offices = [(domain::access::Role::StandingOffice, province)];
        assert_eq!(testkit::officer(&db, "can-bo", &offices, now, &mut ids).await, COOKIE);
        db.close().await;
    });
}

/// Where figures of Thanh Hóa's first commune are typed.
const SHEET: &str = "/tinh/38/so-lieu?nam=2025&q=14845";

pub struct Server {
    child: Child,
    /// `localhost:4321`.
    pub address: String,
}

/// What a request was answered.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Server {
    /// Starts it and waits for its address. `command` is the binary, perhaps below another program.
    pub fn start(command: Command, data: &Path) -> Self {
        Self::try_start(command, data).expect("the server told its address")
    }

    /// The same for a server that may refuse to start; what it said then is given back.
    pub fn try_start(mut command: Command, data: &Path) -> Result<Self, String> {
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", text(data)]).env_remove("DATABASE_URL");
        Self::of(command)
    }

    /// The same with all that the server is started with.
    pub fn of(mut command: Command) -> Result<Self, String> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut said).expect("UTF-8");
        let mut errors = child.stderr.take().expect("piped");
        let Some((_, rest)) = said.split_once("http://") else {
            let mut why = String::new();
            errors.read_to_string(&mut why).expect("UTF-8");
            child.wait().expect("ended");
            return Err(why);
        };
        // keep taking what it says, or it would wait on a full pipe
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        Ok(Self { child, address: rest.trim().trim_end_matches('/').to_owned() })
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Records the figure `n` twice, as two figures of one recording; the status of the answer, 0 if there was none.
    pub fn record(&self, n: u64) -> u16 {
        let form = format!(
            "14845.use_sites={n}&14845.plants={n}&van-ban=B%C3%A1o+c%C3%A1o+gi%E1%BA%A3+%C4%91%E1%BB%8Bnh&nguoi-nhap=Ng%C6%B0%E1%BB%9Di+nh%E1%BA%ADp"
        );
        self.post(SHEET, &form).map_or(0, |answer| answer.status)
    }

    /// The page on which figures are typed, with those that are recorded.
    pub fn sheet(&self) -> std::io::Result<Answer> {
        self.get(SHEET)
    }

    pub fn get(&self, path: &str) -> std::io::Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {COOKIE}\r\nConnection: close\r\n\r\n"))
    }

    pub fn post(&self, path: &str, form: &str) -> std::io::Result<Answer> {
        let length = form.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {COOKIE}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        ))
    }

    fn ask(&self, request: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
        Ok(Answer { status, body: body.to_owned() })
    }

    /// Kills it like a power switch of its own: no signal that it could hear.
    pub fn kill(&self) {
        let asked = Command::new("kill").args(["-KILL", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(asked.success(), "it was still running");
    }

    /// Waits for the end of one that was killed.
    pub fn wait(mut self) {
        self.child.wait().expect("ended");
    }

    /// Asks the program itself to end in order. Below `strace` it is the only child of it.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.program()]).status().expect("kill runs");
        assert!(asked.success(), "it was still running");
        self.child.wait().expect("ended");
    }

    /// The number of the program's own process: below `strace` it is the only child of that.
    fn program(&self) -> String {
        let pid = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        children.split_whitespace().next().map_or_else(|| pid.to_string(), str::to_owned)
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = Command::new("kill").args(["-KILL", &self.program()]).status();
            let _ = self.child.wait();
        }
    }
}
