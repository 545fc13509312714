// A real identity provider (npm's oidc-provider) on loopback, for the tests of signing in through one.
//
//   node e2e/provider/server.mjs REDIRECT CLIENT SECRET
//
// REDIRECT may be `later`: then `GET /redirect?to=…` at `control` says it, once the other side knows its own address.
// Prints one line of JSON, {"issuer", "control"}, and ends when its input ends. Everybody in it is fictitious.
// At `control`, `GET /browse?url=…&subject=…` plays the browser of somebody who signs in there and answers the address
// to which the provider sends it back; `GET /spoil?how=…` spoils what the token address says next. Any other browser is
// shown a page that asks who somebody is, and may say no there.

import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [told, client, secret] = process.argv.slice(2);
let redirect = told;
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const ours = pair();
const anothers = pair();
let spoilt = null;
let subject = "";

/** Answers the port. */
const listen = (server) =>
  new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));

const b64 = (value) => Buffer.from(value).toString("base64url");
const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

/** A token signed by a key, as the provider signs its own. */
function signed(header, claims, key) {
  const text = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(claims))}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}

/** The ways of spoiling a token: with the provider's own key, unless it says otherwise. */
const tokens = {
  nonce: (header, claims) => signed(header, { ...claims, nonce: "another" }, ours.privateKey),
  audience: (header, claims) => signed(header, { ...claims, aud: "another-client" }, ours.privateKey),
  issuer: (header, claims) => signed(header, { ...claims, iss: "https://another.example" }, ours.privateKey),
  expired: (header, claims) =>
    signed(header, { ...claims, iat: claims.iat - 120, exp: claims.iat - 60 }, ours.privateKey),
  old: (header, claims) => signed(header, { ...claims, iat: claims.iat - 3600 }, ours.privateKey),
  party: (header, claims) => signed(header, { ...claims, azp: "another-client" }, ours.privateKey),
  forged: (header, claims) => signed(header, claims, anothers.privateKey),
  none: (header, claims) => `${b64(JSON.stringify({ alg: "none" }))}.${b64(JSON.stringify(claims))}.`,
  mac: (header, claims) => {
    const text = `${b64(JSON.stringify({ ...header, alg: "HS256" }))}.${b64(JSON.stringify(claims))}`;
    const key = ours.publicKey.export({ type: "spki", format: "pem" });
    return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
  },
  subject: (header, claims, signature) =>
    `${b64(JSON.stringify(header))}.${b64(JSON.stringify({ ...claims, sub: "canbo-0002" }))}.${signature}`,
  // nothing is wrong with this one: it shows that spoiling works and that being spoilt is what is refused
  nothing: (header, claims) => signed(header, claims, ours.privateKey),
};

/** The ways of spoiling the answer as such. */
const answers = {
  missing: (ctx) => delete ctx.body.id_token,
  moved: (ctx) => ctx.redirect(`${ctx.origin}/elsewhere`),
  huge: (ctx) => (ctx.body.filler = "x".repeat(2 ** 20)),
  page: (ctx) => (ctx.body = "<!doctype html><p>giả định</p>"),
};

const front = createServer((request, response) => handle(request, response));
const issuer = `http://127.0.0.1:${await listen(front)}`;
let provider = null;
let callback = null;
if (redirect !== "later") begin();

/** The provider, as soon as it is known where it sends browsers back to. */
function begin() {
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: client,
        client_secret: secret,
        redirect_uris: [redirect],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...ours.privateKey.export({ format: "jwk" }), kid: "giadinh", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key that lives as long as the test"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  provider.use(spoils);
  callback = provider.callback();
}

async function spoils(ctx, next) {
  await next();
  if (ctx.path !== "/token" || ctx.status !== 200 || spoilt === null) return;
  const how = spoilt;
  spoilt = null;
  if (how in answers) {
    answers[how](ctx);
  } else {
    const [header, claims, signature] = ctx.body.id_token.split(".");
    ctx.body.id_token = tokens[how](read(header), read(claims), signature);
  }
}

/** The provider's own page: who are you, and no. */
const PAGE = `<!doctype html><html lang="vi"><title>Định danh (giả định)</title><h1>Hệ thống định danh giả định</h1>
<form method="post"><label>Mã người dùng <input name="subject"></label>
<button name="answer" value="yes">Đồng ý</button> <button name="answer" value="no">Từ chối</button></form></html>`;

/** What the form of that page sent. */
const sent = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
};

/** Who signs in: as told at `control`, or on the page; nobody while the page is shown. */
async function who(request, response) {
  if (subject !== "") return { login: { accountId: subject } };
  if (request.method === "POST") {
    const form = await sent(request);
    if (form.get("answer") === "yes") return { login: { accountId: form.get("subject") } };
    return { error: "access_denied", error_description: "said no (giả định)" };
  }
  response.setHeader("content-type", "text/html; charset=utf-8").end(PAGE);
  return null;
}

async function handle(request, response) {
  if (callback === null) return response.writeHead(503).end();
  if (!request.url.startsWith("/interaction/")) return callback(request, response);
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const result = await who(request, response);
    return result === null ? undefined : provider.interactionFinished(request, response, result);
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** Follows redirects as a new browser would, as far as one that leaves the provider. */
async function browse(url) {
  const cookies = new Map();
  let at = new URL(url);
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      cookies.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) return `${answer.status}: ${(await answer.text()).slice(0, 400)}`;
    at = new URL(location, at);
    if (at.href.startsWith(redirect)) return at.href;
  }
  return "the provider never sends it back";
}

const control = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://control");
  if (pathname === "/browse") {
    subject = searchParams.get("subject");
    response.end(await browse(searchParams.get("url")));
  } else if (pathname === "/redirect") {
    redirect = searchParams.get("to");
    begin();
    response.end("known");
  } else if (pathname === "/spoil") {
    const how = searchParams.get("how");
    spoilt = how in tokens || how in answers ? how : null;
    response.end(spoilt === how ? "spoilt" : "unknown");
  } else {
    response.writeHead(404).end();
  }
});

console.log(JSON.stringify({ issuer, control: `127.0.0.1:${await listen(control)}` }));
process.stdin.on("end", () => process.exit(0)).resume();
