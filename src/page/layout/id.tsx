/** The id of a log or a run, which may be too long for its place: all of it shows on hover. */

export function Id({ id }: { readonly id: string }) {
  return (
    <span class="id" title={id}>
      {id}
    </span>
  );
}
