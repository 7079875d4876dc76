/* Runs static/govops/sign.js outside a browser, over the same sm-crypto builds, and prints what it made as JSON.
   Arguments: path of sign.js, folder of sm-crypto's dist, and a JSON object {pin, person_id, what, sign}. */
"use strict";

const fs = require("fs");
const vm = require("vm");
const { webcrypto } = require("crypto");

const [script, vendor, order] = process.argv.slice(2);
const { pin, person_id: personId, what } = JSON.parse(order);
const page = { crypto: webcrypto, TextEncoder, addEventListener() {}, document: { addEventListener() {} } };
page.window = page;
page.self = page;
vm.createContext(page);
for (const name of ["sm2", "sm3", "sm4"]) vm.runInContext(fs.readFileSync(`${vendor}/${name}.js`, "utf8"), page);
vm.runInContext(fs.readFileSync(script, "utf8"), page);

const tool = page.govopsSign;
const pair = tool.newKeyPair();
const wrapped = tool.wrap(pair.privateKey, pair.publicKey, pin);
const message = tool.message(what);
const proofText = tool.registrationMessage(String(personId), pair.publicKey);
process.stdout.write(JSON.stringify({
  public_key: pair.publicKey,
  private_key: pair.privateKey,
  wrapped,
  unwrapped: tool.unwrap(wrapped, pair.publicKey, pin),
  with_wrong_pin: tool.unwrap(wrapped, pair.publicKey, pin + "x"),
  for_another_key: tool.unwrap(wrapped, pair.publicKey.replace(/.$/, (last) => (last === "0" ? "1" : "0")), pin),
  message,
  signature: tool.signature(message, pair.privateKey, pair.publicKey),
  der_signature: page.sm2.doSignature(message, pair.privateKey, { hash: true, der: true }),
  proof: tool.signature(proofText, pair.privateKey, pair.publicKey),
  weak: ["12345", "111111", "345678", "987654", "r7tq2k"].map(tool.weakness),
}));
