/* Signing in the browser with a soft SM2 key (GB/T 32918, SM3, SM4). The private key and its PIN never leave the page.
 *
 * Needs window.sm2, window.sm3, window.sm4 (vendor/sm-crypto/{sm2,sm3,sm4}.js) loaded before this file. It listens on
 * the window, so it comes before htmx and other behaviours, and lets a form pass that is already signed as it stands.
 * WebCrypto's subtle part is missing on plain-http intranet sites, so the PIN's key derivation is PBKDF2-HMAC-SM3 here.
 *
 * Sign a decision:  <form method="post" data-govops-sign …>   (attributes: signatures.forms.signing_attributes)
 *   data-digest          SM3 of the document shown, always present; posted as `digest`
 *   data-key-id          the signer's active key; without it the form is posted unsigned (digest only)
 *   data-key-label       its short fingerprint, shown to the signer
 *   data-public-key      04… (130 hex digits)
 *   data-wrapped-key     the encrypted private key
 *   data-register, data-record-id
 *   data-purpose         what is signed, such as 同意; a button's own data-purpose goes first, its words come last
 *   data-opinion-field   name of the field with the opinion (default: opinion)
 *   A button with data-no-sign (or formnovalidate) submits without signing.
 *   Fills the hidden fields `signature` (r‖s hex), `key_id`, `digest` (made when missing), then submits as pressed.
 *
 * Make a key:  <form method="post" data-govops-new-key data-person-id="7">
 *   Asks for a PIN twice, then fills `public_key`, `wrapped_private_key`, `proof` and submits.
 *
 * Events on the form, bubbling: govops:signed, govops:sign-cancelled.
 */
(function () {
  "use strict";

  var FORMAT = "govops-soft-1";
  var ITERATIONS = 10000;
  var MOST_ITERATIONS = 1000000;
  var SHORTEST_PIN = 6;
  var REMEMBER_MS = 5 * 60 * 1000;
  var OUTER_SPACE = /^[\s\ufeff\x1c-\x1f\x85]+|[\s\ufeff\x1c-\x1f\x85]+$/g;

  /* ---- Bytes ---- */

  function toHex(bytes) {
    return Array.from(bytes, function (byte) { return (byte < 16 ? "0" : "") + byte.toString(16); }).join("");
  }

  function fromHex(hex) {
    var bytes = [];
    for (var place = 0; place < hex.length; place += 2) bytes.push(parseInt(hex.substr(place, 2), 16));
    return bytes;
  }

  function utf8(text) {
    return Array.from(new TextEncoder().encode(text));
  }

  function randomBytes(count) {
    return window.crypto.getRandomValues(new Uint8Array(count));
  }

  /* sm-crypto stretches one 32-byte seed with RC4; keys and nonces come straight from the browser instead. */
  var systemRandom = {
    nextBytes: function (target) {
      var bytes = randomBytes(target.length);
      for (var place = 0; place < target.length; place++) target[place] = bytes[place];
    },
  };

  function hmac(key, bytes) {
    return fromHex(window.sm3(bytes, { key: key }));
  }

  function sameText(one, other) {
    var difference = one.length ^ other.length;
    for (var place = 0; place < one.length; place++) difference |= one.charCodeAt(place) ^ other.charCodeAt(place);
    return difference === 0;
  }

  /* ---- The private key under its PIN: format$iterations$salt$iv$SM4-CBC$HMAC-SM3 ---- */

  function derive(pin, salt, iterations) {
    var key = utf8(pin.normalize("NFC"));
    var last = hmac(key, salt.concat([0, 0, 0, 1]));
    var result = last.slice();
    for (var round = 1; round < iterations; round++) {
      last = hmac(key, last);
      for (var place = 0; place < result.length; place++) result[place] ^= last[place];
    }
    return { encrypt: hmac(result, utf8("encrypt")).slice(0, 16), authenticate: hmac(result, utf8("authenticate")) };
  }

  function wrap(privateKey, publicKey, pin) {
    var salt = Array.from(randomBytes(16));
    var iv = Array.from(randomBytes(16));
    var keys = derive(pin, salt, ITERATIONS);
    var cipher = window.sm4.encrypt(fromHex(privateKey), keys.encrypt, { mode: "cbc", iv: iv });
    var head = [FORMAT, ITERATIONS, toHex(salt), toHex(iv), cipher].join("$");
    return head + "$" + toHex(hmac(keys.authenticate, utf8(head + "$" + publicKey)));
  }

  /* The private key in hex, or null when the PIN is wrong (or the wrapping does not belong to this public key). */
  function unwrap(wrapped, publicKey, pin) {
    var parts = wrapped.split("$");
    var iterations = Number(parts[1]);
    if (parts.length !== 6 || parts[0] !== FORMAT || !(iterations > 0 && iterations <= MOST_ITERATIONS)) {
      throw new Error("密钥格式无法识别，请联系密钥管理员。");
    }
    var keys = derive(pin, fromHex(parts[2]), iterations);
    var mac = toHex(hmac(keys.authenticate, utf8(parts.slice(0, 5).join("$") + "$" + publicKey)));
    if (!sameText(mac, parts[5])) return null;
    return toHex(window.sm4.decrypt(parts[4], keys.encrypt, { mode: "cbc", iv: fromHex(parts[3]), output: "array" }));
  }

  /* ---- Messages and signatures: the same bytes as signatures/signing.py and keys.py ---- */

  function normalOpinion(text) {
    return text.replace(/\r\n?/g, "\n").normalize("NFC").replace(/\0/g, "").replace(OUTER_SPACE, "");
  }

  function message(what) {
    var opinion = window.sm3(utf8(normalOpinion(what.opinion || "")));
    var purpose = what.purpose.normalize("NFC");
    return ["govops-signature-1", what.register, what.recordId, purpose, opinion, what.digest].join("\n");
  }

  function registrationMessage(personId, publicKey) {
    return ["govops-signature-key-1", personId, publicKey].join("\n");
  }

  function newKeyPair() {
    return window.sm2.generateKeyPairHex(320, systemRandom);
  }

  /* A random point in the form that sm-crypto takes from its pool. */
  function freshPoint() {
    var point = newKeyPair();
    var Integer = window.sm2.getPoint().k.constructor;
    point.k = new Integer(point.privateKey, 16);
    point.x1 = new Integer(point.publicKey.substr(2, 64), 16);
    return point;
  }

  function signature(text, privateKey, publicKey) {
    return window.sm2.doSignature(utf8(text), privateKey, { publicKey: publicKey, pointPool: [freshPoint()] });
  }

  function weakness(pin) {
    if (pin.length < SHORTEST_PIN) return "口令至少 " + SHORTEST_PIN + " 个字符。";
    if (/^(.)\1*$/.test(pin) || "01234567890123456789".indexOf(pin) >= 0 || "98765432109876543210".indexOf(pin) >= 0) {
      return "口令太简单，请不要用相同或连续的字符。";
    }
    return "";
  }

  /* ---- The dialog ---- */

  function make(tag, properties, children) {
    var element = Object.assign(document.createElement(tag), properties);
    (children || []).forEach(function (child) { element.appendChild(child); });
    return element;
  }

  function pinField(id, label) {
    var top = make("div", { className: "field-top" }, [make("label", { htmlFor: id, textContent: label })]);
    var input = make("input", { id: id, type: "password", autocomplete: "off", required: true, maxLength: 64 });
    return { field: make("div", { className: "field" }, [top, input]), input: input };
  }

  /* Asks; `use(values)` answers "" when content or a sentence to show. Resolves true, or false when cancelled. */
  function ask(words, labels, use) {
    var fields = labels.map(function (label, place) { return pinField("govops-pin-" + place, label); });
    var error = make("p", { className: "field-error" });
    var cancel = make("button", { className: "button", type: "button", textContent: "取消" });
    var confirm = make("button", { className: "button button-primary", type: "submit", textContent: words.confirm });
    var title = make("h2", { id: "govops-pin-title", textContent: words.title });
    var inputs = fields.map(function (one) { return one.field; });
    var form = make("form", { className: "dialog-body", noValidate: true }, [
      make("p", { className: "muted", textContent: words.text }),
    ].concat(inputs, [error, make("footer", { className: "dialog-foot" }, [cancel, confirm])]));
    var dialog = make("dialog", { className: "dialog" }, [make("header", { className: "dialog-head" }, [title]), form]);
    error.setAttribute("role", "alert");
    dialog.setAttribute("aria-labelledby", title.id);
    document.body.appendChild(dialog);

    return new Promise(function (resolve) {
      function close(result) {
        fields.forEach(function (one) { one.input.value = ""; });
        if (dialog.open) dialog.close();
        dialog.remove();
        resolve(result);
      }

      function tell(sentence) {
        error.textContent = sentence;
        confirm.disabled = false;
        confirm.classList.remove("busy");
        fields[0].field.classList.toggle("field-bad", Boolean(sentence));
        fields[0].input.focus();
        fields[0].input.select();
      }

      form.addEventListener("submit", function (event) {
        event.preventDefault();
        event.stopPropagation();
        if (confirm.disabled) return;
        confirm.disabled = true;
        confirm.classList.add("busy");
        error.textContent = "";
        var values = fields.map(function (one) { return one.input.value; });
        /* Let the page paint "busy" before the derivation takes the thread. */
        window.setTimeout(function () {
          var sentence;
          try {
            sentence = use(values);
          } catch (problem) {
            sentence = problem.message || "浏览器无法完成签名，请换用新版本浏览器。";
          }
          if (sentence) tell(sentence);
          else close(true);
        }, 30);
      });
      cancel.addEventListener("click", function () { close(false); });
      dialog.addEventListener("cancel", function (event) {
        event.preventDefault();
        if (!confirm.disabled) close(false);
      });
      dialog.showModal();
      fields[0].input.focus();
    });
  }

  /* ---- Signing a form ---- */

  var unlocked = new Map();
  var busy = new WeakSet();
  var signedText = new WeakMap();
  var withKey = new WeakSet();
  var pressed = null;

  function forget() {
    unlocked.forEach(function (entry) { window.clearTimeout(entry.timer); });
    unlocked.clear();
  }

  function remember(keyId, privateKey) {
    var timer = window.setTimeout(function () { unlocked.delete(keyId); }, REMEMBER_MS);
    unlocked.set(keyId, { privateKey: privateKey, timer: timer });
  }

  async function privateKeyFor(data, purpose) {
    if (unlocked.has(data.keyId)) return unlocked.get(data.keyId).privateKey;
    var found = null;
    var words = {
      title: "电子签名",
      text: "用您的签名密钥" + (data.keyLabel ? "（" + data.keyLabel + "）" : "") + "签署“" + purpose + "”。请输入密钥口令：",
      confirm: "签名",
    };
    await ask(words, ["密钥口令"], function (values) {
      found = values[0] ? unwrap(data.wrappedKey, data.publicKey, values[0]) : null;
      if (found) return "";
      return values[0] ? "口令不正确，请重新输入。" : "请输入口令。";
    });
    if (found) remember(data.keyId, found);
    return found;
  }

  function fill(form, name, value) {
    var input = form.querySelector('input[type="hidden"][name="' + name + '"]');
    if (!input) {
      input = form.appendChild(make("input", { type: "hidden", name: name }));
    }
    input.value = value;
  }

  function submitAgain(form, submitter) {
    if (form.requestSubmit) {
      form.requestSubmit(submitter && submitter.form === form ? submitter : undefined);
    } else {
      if (submitter && submitter.name) fill(form, submitter.name, submitter.value);
      if (form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) form.submit();
    }
  }

  function tellEvent(form, name) {
    form.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  }

  function purposeOf(form, submitter) {
    var own = submitter && (submitter.dataset.purpose || "");
    return (own || form.dataset.purpose || (submitter ? submitter.textContent : "")).trim();
  }

  function textOf(form, submitter) {
    var data = form.dataset;
    var written = form.elements.namedItem(data.opinionField || "opinion");
    return message({
      register: data.register,
      recordId: data.recordId,
      purpose: purposeOf(form, submitter),
      digest: data.digest,
      opinion: written ? written.value : "",
    });
  }

  async function signForm(form, submitter) {
    var data = form.dataset;
    var privateKey = await privateKeyFor(data, purposeOf(form, submitter));
    if (!privateKey) {
      tellEvent(form, "govops:sign-cancelled");
      return;
    }
    var text = textOf(form, submitter);
    signedText.set(form, text);
    fill(form, "signature", signature(text, privateKey, data.publicKey));
    fill(form, "key_id", data.keyId);
    tellEvent(form, "govops:signed");
    submitAgain(form, submitter);
  }

  async function makeKey(form, submitter) {
    var made = null;
    var words = {
      title: "生成签名密钥",
      text: "口令只在本机使用，不会上传，遗忘后无法找回，只能撤销密钥重新申领。请设置 " + SHORTEST_PIN + " 个字符以上的口令：",
      confirm: "生成",
    };
    var agreed = await ask(words, ["密钥口令", "再输一次"], function (values) {
      if (weakness(values[0])) return weakness(values[0]);
      if (values[0] !== values[1]) return "两次输入的口令不一致，请重新输入。";
      made = newKeyPair();
      made.wrapped = wrap(made.privateKey, made.publicKey, values[0]);
      made.proof = signature(registrationMessage(form.dataset.personId, made.publicKey), made.privateKey, made.publicKey);
      return "";
    });
    if (!agreed) {
      tellEvent(form, "govops:sign-cancelled");
      return;
    }
    fill(form, "public_key", made.publicKey);
    fill(form, "wrapped_private_key", made.wrapped);
    fill(form, "proof", made.proof);
    forget();
    withKey.add(form);
    submitAgain(form, submitter);
  }

  function isPlain(submitter) {
    return Boolean(submitter && (submitter.hasAttribute("data-no-sign") || submitter.formNoValidate));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button, input[type=submit]");
    if (button) pressed = button;
  }, true);

  function isDone(form, submitter, makesKey) {
    if (makesKey) return withKey.has(form);
    return !form.dataset.keyId || isPlain(submitter) || signedText.get(form) === textOf(form, submitter);
  }

  window.addEventListener("submit", function (event) {
    var form = event.target;
    var makesKey = form.matches("form[data-govops-new-key]");
    if (!makesKey && !form.matches("form[data-govops-sign]")) return;
    var submitter = event.submitter || (pressed && pressed.form === form ? pressed : null);
    if (form.dataset.digest) fill(form, "digest", form.dataset.digest);
    if (isDone(form, submitter, makesKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy.has(form)) return;
    busy.add(form);
    /* Browsers ignore a submit that is asked for while they still dispatch this one. */
    window.setTimeout(function () {
      (makesKey ? makeKey : signForm)(form, submitter).then(function () {
        busy.delete(form);
      }, function (problem) {
        busy.delete(form);
        window.alert("签名没有完成：" + problem.message);
      });
    }, 0);
  }, true);

  window.addEventListener("pagehide", forget);

  window.govopsSign = Object.freeze({
    wrap: wrap,
    unwrap: unwrap,
    message: message,
    registrationMessage: registrationMessage,
    normalOpinion: normalOpinion,
    newKeyPair: newKeyPair,
    signature: signature,
    weakness: weakness,
    forget: forget,
  });
})();
