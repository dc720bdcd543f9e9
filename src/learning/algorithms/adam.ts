/** Adam's constants (Kingma and Ba 2015, with PyTorch's ε; tfjs defaults to 1e-7). */

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;
