/** Colours by what they are for. Text is at least 4.5 : 1 on the page, lines 3 : 1, by day and by night. */
export interface Colours {
  readonly page: string;
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  /** What a picture is about, and what it is held against. */
  readonly first: string;
  readonly second: string;
}

export const DAY: Colours = {
  page: "#ffffff",
  panel: "#f5f6f8",
  ink: "#191c20",
  soft: "#535a63",
  faint: "#c3c9d1",
  first: "#0b5cad",
  second: "#a83c0c",
};

export const NIGHT: Colours = {
  page: "#14171b",
  panel: "#1d2127",
  ink: "#e7eaee",
  soft: "#a6aeb8",
  faint: "#465059",
  first: "#74b4ff",
  second: "#ffa06a",
};
