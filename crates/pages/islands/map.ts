/** Ties a cell of the map to its table row, and lets the arrow keys walk over the map. */
export class MapIsland extends HTMLElement {
  private cells: SVGAElement[] = [];
  private caption: HTMLElement | undefined;

  connectedCallback(): void {
    this.cells = [...this.querySelectorAll<SVGAElement>("a.cell")];
    if (this.cells.length === 0) return;
    this.caption = document.createElement("p");
    this.caption.className = "caption";
    this.caption.setAttribute("aria-hidden", "true");
    this.append(this.caption);
    this.cells.forEach((cell, i) => cell.setAttribute("tabindex", i === 0 ? "0" : "-1"));
    for (const kind of ["pointerover", "focusin"]) this.addEventListener(kind, (event) => this.light(cellOf(event)));
    for (const kind of ["pointerout", "focusout"]) this.addEventListener(kind, () => this.light(undefined));
    this.addEventListener("keydown", (event) => this.walk(event));
    document.querySelector("al-table")?.addEventListener("pointerover", (event) => {
      const code = (event.target as Element).closest<HTMLElement>("tr[data-code]")?.dataset["code"];
      this.light(this.cells.find((cell) => cell.dataset["code"] === code));
    });
  }

  private light(cell: SVGAElement | undefined): void {
    for (const lit of document.querySelectorAll("a.cell.lit, tr.lit[data-code]")) lit.classList.remove("lit");
    if (this.caption) this.caption.textContent = cell?.querySelector("title")?.textContent ?? "";
    if (!cell) return;
    cell.classList.add("lit");
    const code = CSS.escape(cell.dataset["code"] ?? "");
    document.querySelector(`tr[data-code="${code}"]`)?.classList.add("lit");
  }

  private walk(event: KeyboardEvent): void {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = cellOf(event);
    if (!way || !from) return;
    event.preventDefault();
    const [dx, dy] = way as [number, number];
    const here = middle(from);
    let best: SVGAElement | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const cell of this.cells) {
      const there = middle(cell);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const cost = along + 2 * aside;
      if (cell !== from && along > 1 && aside <= 2 * along && cost < least) [best, least] = [cell, cost];
    }
    if (!best) return;
    from.setAttribute("tabindex", "-1");
    best.setAttribute("tabindex", "0");
    best.focus();
  }
}

const cellOf = (event: Event): SVGAElement | undefined => (event.target as Element).closest<SVGAElement>("a.cell") ?? undefined;

const middle = (cell: SVGAElement): { x: number; y: number } => {
  const box = cell.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
