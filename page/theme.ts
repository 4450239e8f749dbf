/** Dark or light, as the reader chose or the system says; runs before the page is drawn, so that it does not flash. */
const key = "aevb-theme";
const root = document.documentElement;

function chosen(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function show(theme: string): void {
  root.dataset.theme = theme;
  dispatchEvent(new Event("theme"));
}
const system = matchMedia("(prefers-color-scheme: dark)");
const follow = () => show(chosen() ?? (system.matches ? "dark" : "light"));
follow();
system.addEventListener("change", follow);

addEventListener("DOMContentLoaded", () => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "theme", textContent: "◐", title: "Dark or light" });
  button.ariaLabel = button.title;
  button.addEventListener("click", () => {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    show(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {}
  });
  document.querySelector("header nav")?.append(button);
});
