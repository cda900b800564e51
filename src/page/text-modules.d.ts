/** Files that are bundled on their own, made small, and taken in as text. */
declare module '*?text' {
  export const text: string;
}
