/**
 * The exponentials of exponentials.ts, as the kernels import them (AssemblyScript): from
 * a module by the name of this file.
 */
export declare function exp(x: f64): f64;

export declare function expf(x: f32): f32;
