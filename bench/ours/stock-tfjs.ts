/** The same training as a user of tfjs-node would write it: variables, layers as matMul, tf.randomNormal, tf.train.adam. */
import { restoreUtil } from "../../lib/training/tensorflow/restore-util";
import { type Job, readPoints, serve } from "./protocol";

async function main(): Promise<void> {
  restoreUtil();
  process.env.TF_CPP_MIN_LOG_LEVEL = "2";
  const tf = await import("@tensorflow/tfjs-node");

  function makeRun(job: Job) {
    const { input, hidden, latent, samples } = job;
    const variational = job.model === "vae";
    const bernoulli = job.family === "bernoulli";
    const activate = tf[job.activation];
    const x = tf.tensor2d(Float32Array.from(readPoints(job).data), [readPoints(job).shape[0], input]);
    const [batch] = x.shape;
    const layer = (inputs: number, outputs: number) => ({
      weight: tf.variable(tf.randomUniform([inputs, outputs], -1, 1).div(Math.sqrt(inputs))),
      bias: tf.variable(tf.zeros([outputs])),
    });
    const [enter, encode] = [layer(input, hidden), layer(hidden, variational ? 2 * latent : latent)];
    const outputs = variational && !bernoulli ? 2 * input : input;
    const [leave, decode] = [layer(latent, hidden), layer(hidden, outputs)];
    const dense = (values: ReturnType<typeof tf.matMul>, { weight, bias }: ReturnType<typeof layer>) =>
      tf.add(tf.matMul(values, weight), bias);
    const meanSquaredError = () => {
      const codes = dense(activate(dense(x, enter)), encode);
      return tf.losses.meanSquaredError(x, dense(activate(dense(codes, leave)), decode));
    };
    const bernoulliLogProb = (logits: ReturnType<typeof tf.matMul>) =>
      x.expandDims(1).mul(logits).sub(tf.softplus(logits));
    const gaussianLogProb = (heads: ReturnType<typeof tf.matMul>) => {
      const [mean, logVariance] = tf.split(heads, 2, 2);
      const square = x.expandDims(1).sub(mean).square().mul(logVariance.neg().exp());
      return square
        .add(logVariance)
        .add(Math.log(2 * Math.PI))
        .mul(-0.5);
    };
    const negativeElbo = () => {
      const [mean, logVariance] = tf.split(dense(activate(dense(x, enter)), encode), 2, 1);
      const noise = tf.randomNormal([batch, samples, latent]);
      const z = mean.expandDims(1).add(logVariance.mul(0.5).exp().expandDims(1).mul(noise));
      const decoded = dense(activate(dense(z.reshape([batch * samples, latent]), leave)), decode);
      const heads = decoded.reshape([batch, samples, outputs]);
      const likelihood = (bernoulli ? bernoulliLogProb(heads) : gaussianLogProb(heads)).sum(2).mean(1);
      const divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).mul(0.5).sum(1);
      return likelihood.sub(divergence).mean().neg();
    };
    const optimizer = tf.train.adam(1e-3);
    const loss = (variational ? negativeElbo : meanSquaredError) as () => ReturnType<typeof tf.scalar>;
    return async (steps: number) => {
      for (let i = 0; i < steps; i++) {
        const value = optimizer.minimize(loss, true);
        if (i === steps - 1) value?.dataSync();
        value?.dispose();
      }
    };
  }

  await serve(async (job) => makeRun(job));
}

main();
