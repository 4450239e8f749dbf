/** Marks the section in view in the list of contents, which is closed on a narrow screen. */
export function followContents(): void {
  const contents = document.querySelector<HTMLDetailsElement>(".contents");
  if (!contents) return;
  const wide = matchMedia("(min-width: 75rem)");
  const fold = () => {
    contents.open = wide.matches;
  };
  fold();
  wide.addEventListener("change", fold);
  const links = new Map(
    [...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  // The address keeps what the reader chose, which a section's name would replace.
  for (const [id, link] of links)
    link.addEventListener("click", (event) => {
      if (!location.hash.includes("=")) return;
      event.preventDefault();
      document.getElementById(id)?.scrollIntoView();
    });
  const headings = [...links.keys()].flatMap((id) => document.getElementById(id) ?? []);
  const mark = () => {
    const above = headings.filter((one) => one.getBoundingClientRect().top < innerHeight / 3).at(-1);
    for (const [id, link] of links)
      if (id !== above?.id) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "true");
        // Long contents have their own scroll bar.
        contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
      }
  };
  // A heading that comes or goes may change the section in view.
  const seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of headings) seen.observe(heading);
}
