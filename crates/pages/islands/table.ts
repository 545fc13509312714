import { fold } from "./fold";

const collator = new Intl.Collator("vi", { numeric: true });

/** Sorts a table that holds every row in place, and filters it while one types. */
export class TableIsland extends HTMLElement {
  connectedCallback(): void {
    if (!this.hasAttribute("data-whole")) return;
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-sort]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.sort(link.closest("th")!);
    });
    const form = document.querySelector<HTMLFormElement>("form[data-live]");
    if (form) this.filterWith(form);
  }

  private sort(head: HTMLTableCellElement): void {
    const body = this.querySelector("tbody")!;
    const column = head.cellIndex;
    const descending = head.getAttribute("aria-sort") === "ascending";
    const numeric = head.classList.contains("num");
    const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column], numeric) }));
    const sign = descending ? -1 : 1;
    rows.sort((a, b) =>
      sign * (typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : collator.compare(String(a.key), String(b.key))),
    );
    body.append(...rows.map(({ row }) => row));
    for (const other of head.parentElement!.querySelectorAll("th[aria-sort]")) {
      const order = other === head ? (descending ? "descending" : "ascending") : "none";
      other.setAttribute("aria-sort", order);
      other.querySelector(".arrow")!.textContent = order === "none" ? "" : descending ? "▼" : "▲";
    }
  }

  private filterWith(form: HTMLFormElement): void {
    const text = form.querySelector<HTMLInputElement>("input[type=search]")!;
    const only = form.querySelector<HTMLSelectElement>("select");
    const status = form.parentElement!.querySelector<HTMLElement>("[data-found]");
    const rows = [...this.querySelectorAll<HTMLTableRowElement>("tbody tr")];
    const folded = rows.map((row) => fold(`${row.cells[0]?.textContent ?? ""} ${row.dataset["code"] ?? ""}`));
    const apply = (): void => {
      const words = fold(text.value).split(/\s+/);
      let shown = 0;
      rows.forEach((row, i) => {
        const keep = words.every((word) => folded[i]!.includes(word)) && (!only?.value || row.dataset["grade"] === only.value);
        row.hidden = !keep;
        if (keep) shown += 1;
      });
      if (status) {
        const asked = text.value !== "" || !!only?.value;
        status.textContent = asked ? status.dataset["found"]!.replace("{n}", String(shown)) : "";
      }
    };
    text.addEventListener("input", apply);
    only?.addEventListener("change", apply);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
  }
}

const keyOf = (cell: HTMLTableCellElement | undefined, numeric: boolean): number | string => {
  const given = cell?.dataset["value"];
  if (given !== undefined) return /^[\d.]+%?$/.test(given) ? Number.parseFloat(given) : given;
  const text = cell?.textContent?.trim() ?? "";
  return numeric ? Number.parseInt(text.replace(/\D/g, "") || "-1", 10) : text;
};
