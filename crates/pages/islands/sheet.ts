type Field = HTMLInputElement | HTMLSelectElement;

const WHOLE = /^(tranh chấp|disputed|\d+|\d{1,3}([.\u00a0 ]\d{3})+)?$/;
const DECIMAL = /^(tranh chấp|disputed|\d+|\d{1,3}([.\u00a0 ]\d{3})+)?(,\d+)?$|^\d+\.\d+$/;

/** A table of fields that behaves like a sheet: arrows move, a block from Excel can be pasted. */
export class SheetIsland extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("paste", (event) => this.paste(event));
    this.addEventListener("input", (event) => this.check(event.target as Field));
  }

  private grid(): Field[][] {
    return [...this.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll<Field>("td input, td select")]);
  }

  private place(field: EventTarget | null): [Field[][], number, number] | undefined {
    const grid = this.grid();
    for (const [r, row] of grid.entries()) {
      const c = row.indexOf(field as Field);
      if (c >= 0) return [grid, r, c];
    }
    return undefined;
  }

  private move(event: KeyboardEvent): void {
    const at = this.place(event.target);
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    const [grid, r, c] = at;
    const field = grid[r]![c]!;
    const text = field instanceof HTMLInputElement ? field : undefined;
    const atStart = !text || (text.selectionStart === 0 && text.selectionEnd === 0);
    const atEnd = !text || text.selectionStart === text.value.length;
    let next: Field | undefined;
    // A list keeps its own up and down keys, or it could not be used.
    if (event.key === "Enter" || (event.key === "ArrowDown" && text)) next = grid[r + 1]?.[c];
    else if (event.key === "ArrowUp" && text) next = grid[r - 1]?.[c];
    else if (event.key === "ArrowLeft" && atStart) next = grid[r]![c - 1];
    else if (event.key === "ArrowRight" && atEnd) next = grid[r]![c + 1];
    else return;
    event.preventDefault();
    next?.focus();
    if (next instanceof HTMLInputElement) next.select();
  }

  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain").replace(/\r/g, "") ?? "";
    const at = this.place(event.target);
    if (!at || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const [grid, r, c] = at;
    text.replace(/\n$/, "").split("\n").forEach((line, i) =>
      line.split("\t").forEach((value, j) => {
        const field = grid[r + i]?.[c + j];
        if (field) this.put(field, value.trim());
      }),
    );
  }

  private put(field: Field, value: string): void {
    if (field instanceof HTMLSelectElement) {
      const wanted = value.toLowerCase();
      const option = [...field.options].find((o) => o.value === wanted || o.text.toLowerCase() === wanted);
      if (option) field.value = option.value;
      return;
    }
    field.value = value;
    this.check(field);
  }

  private check(field: Field): void {
    if (!(field instanceof HTMLInputElement)) return;
    const good = (field.inputMode === "decimal" ? DECIMAL : WHOLE).test(field.value.trim());
    field.closest("td")?.classList.toggle("warned", !good);
    if (good) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("title");
    } else {
      field.setAttribute("aria-invalid", "true");
      field.title = this.dataset["wrong"] ?? "";
    }
  }
}
