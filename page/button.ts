/** A button; `title` says more than its text to readers who hover over it. */
export function button(text: string, action: () => void, title = ""): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title });
  made.addEventListener("click", action);
  return made;
}
