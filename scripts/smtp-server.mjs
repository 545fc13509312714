// A real SMTP server (npm's smtp-server) on loopback for the tests of `crates/cli/src/post/tests.rs`. It prints its port,
// then one line of JSON for each letter that it took, and does with each address what its first part says.
//
//   node scripts/smtp-server.mjs [PORT]      ends with its input
import { SMTPServer } from "smtp-server";

const seen = new Map();

const server = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  authOptional: true,
  logger: false,
  onAuth({ username, password }, _session, done) {
    const good = username === "canbo@giadinh" && password === "mật khẩu:/?#";
    done(good ? null : Object.assign(new Error("no"), { responseCode: 535 }), { user: username });
  },
  onRcptTo({ address }, _session, done) {
    const times = (seen.get(address) ?? 0) + 1;
    seen.set(address, times);
    const refusal = (code) => Object.assign(new Error(`not now <${address}>`), { responseCode: code });
    if (address.startsWith("mai-sau") && times === 1) return done(refusal(451));
    if (address.startsWith("khong-co")) return done(refusal(550));
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map((one) => one.address);
      const line = { from: session.envelope.mailFrom.address, to, user: session.user ?? null, letter: Buffer.concat(parts).toString("utf8") };
      process.stdout.write(`${JSON.stringify(line)}\n`);
      done();
    });
  },
});

server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  process.stdout.write(`${server.server.address().port}\n`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
