/** Text without case, diacritics and the bar of đ, so that "muong lat" finds "Mường Lát". */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .trim();
