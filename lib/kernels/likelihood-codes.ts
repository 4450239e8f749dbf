/** The numbers by which the kernels know the likelihoods. */
export const FIXED_GAUSSIAN = 0;
export const GAUSSIAN = 1;
export const BERNOULLI = 2;
export const STUDENT_T = 3;
export const PUBLISHED = 4;
/** The Gaussian whose precisions are a third head, so that they are computed once for many points. */
export const PREPARED_GAUSSIAN = 5;
