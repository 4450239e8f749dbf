/** Leads from the library's names in the code of cells to the reference: a click with Ctrl, or ⌘, opens it beside the page. */

/** Opens the reference at the name that is clicked, and keeps the click from the code. */
export function followNames(): void {
  const at = (event: MouseEvent) =>
    event.ctrlKey || event.metaKey
      ? (event.target as Element).closest<HTMLElement>("[data-name]")?.dataset.name
      : undefined;
  // Either would open or move the editor's cursor.
  addEventListener("pointerdown", (event) => at(event) && event.stopPropagation(), true);
  addEventListener("mousedown", (event) => at(event) && event.preventDefault(), true);
  addEventListener("click", (event) => {
    const name = at(event);
    if (name) open(`reference.html#${name}`, "_blank", "noopener");
  });
}
