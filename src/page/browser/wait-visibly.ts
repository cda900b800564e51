/** A button that was pressed says so until the answer is there, and cannot be pressed twice. */

export function waitVisibly(root: ParentNode & EventTarget): void {
  root.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['busy'] === undefined) return;
    // Another button would begin the same thing a second time.
    for (const button of form.querySelectorAll('button')) {
      // Disabled only after the form was sent with the value of the button.
      setTimeout(() => {
        button.disabled = true;
      });
    }
    const pressed = event instanceof SubmitEvent ? event.submitter : null;
    if (pressed !== null) pressed.textContent = form.dataset['busy'];
    const status = document.createElement('p');
    status.setAttribute('role', 'status');
    status.className = 'hint';
    status.textContent = form.dataset['busy'];
    form.append(status);
  });
  // A page that the browser kept as it was left shows its buttons as they were.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}
