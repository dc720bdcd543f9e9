/**
 * A module of its own (AssemblyScript): exponentials look their results up in tables,
 * which need memory at a fixed place. The kernels run in a memory that is not theirs,
 * where no place is free, and import these two.
 */
export function exp(x: f64): f64 {
  return Math.exp(x);
}

export function expf(x: f32): f32 {
  return Mathf.exp(x);
}
