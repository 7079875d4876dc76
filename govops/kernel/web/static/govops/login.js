/* The login page: caps lock is said; a demonstration account fills the form. */
(function () {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const note = document.querySelector("[data-caps]");
    if (note && event.getModifierState) note.hidden = !event.getModifierState("CapsLock");
  });
  document.addEventListener("click", (event) => {
    const account = event.target.closest("[data-fill-login]");
    if (!account) return;
    document.getElementById("id_username").value = account.dataset.fillLogin;
    document.getElementById("id_password").value = account.dataset.fillPassword;
    document.querySelector(".login-form .button-primary").focus();
  });
})();
