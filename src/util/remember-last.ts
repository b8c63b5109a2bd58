/**
 * Returns a function that remembers its last result, for several callers with the same arguments in
 * a row. Takes one or two arguments.
 */
export function rememberLast<A, B extends readonly unknown[], R>(
  compute: (one: A, ...other: B) => R,
): (one: A, ...other: B) => R {
  let last: { readonly one: A; readonly other: B; readonly result: R } | undefined;
  return (one, ...other) => {
    if (last === undefined || last.one !== one || last.other[0] !== other[0])
      last = { one, other, result: compute(one, ...other) };
    return last.result;
  };
}
