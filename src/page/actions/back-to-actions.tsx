/** The way back from what an action led to. */

export function BackToActions({ prefix }: { readonly prefix: string }) {
  return (
    <p>
      <a href={`${prefix}/actions`}>Back to the actions</a>
    </p>
  );
}
