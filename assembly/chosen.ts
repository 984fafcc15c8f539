import { each, eachWide, FEATURE, spread, spreadWide, widen, wideOffset } from "./float";
import { VECTOR } from "./layout";
import { Float } from "./variant";

/**
 * What follows from the weights of the actions of a round, for all lanes: the action drawn, the utility expected and that of the
 * action, and the probability it had.
 *
 * p (A, lanes) Floats; actions are whole numbers in Floats. Four vectors side by side keep four chains of operations under way.
 */

/**
 * Makes weights > 0 probabilities, and draws an action: the first whose cumulative probability exceeds the draw, an f64 in (0, 1).
 * action (lanes,) Float.
 */
export function drawAction(p: usize, actions: i32, draw: usize, action: usize): void {
  const end = p + <usize>actions * VECTOR,
    one = v128.splat<Float>(1),
    u = spreadWide(draw);
  let s0 = v128.load(p),
    s1 = v128.load(p, 16),
    s2 = v128.load(p, 32),
    s3 = v128.load(p, 48);
  for (let at = p + VECTOR; at < end; at += VECTOR) {
    s0 = v128.add<Float>(s0, v128.load(at));
    s1 = v128.add<Float>(s1, v128.load(at, 16));
    s2 = v128.add<Float>(s2, v128.load(at, 32));
    s3 = v128.add<Float>(s3, v128.load(at, 48));
  }
  s0 = v128.div<Float>(one, s0);
  s1 = v128.div<Float>(one, s1);
  s2 = v128.div<Float>(one, s2);
  s3 = v128.div<Float>(one, s3);
  // what is left of the draw below 0: the action is found
  let r0 = eachWide(u, draw, 0),
    r1 = eachWide(u, draw, 16),
    r2 = eachWide(u, draw, 32),
    r3 = eachWide(u, draw, 48),
    a0 = v128.splat<Float>(0),
    a1 = a0,
    a2 = a0,
    a3 = a0;
  for (let at = p; at < end; at += VECTOR) {
    const p0 = v128.mul<Float>(v128.load(at), s0),
      p1 = v128.mul<Float>(v128.load(at, 16), s1),
      p2 = v128.mul<Float>(v128.load(at, 32), s2),
      p3 = v128.mul<Float>(v128.load(at, 48), s3);
    v128.store(at, p0);
    v128.store(at, p1, 16);
    v128.store(at, p2, 32);
    v128.store(at, p3, 48);
    if (at + VECTOR == end) break;
    r0 = v128.sub<Float>(r0, p0);
    r1 = v128.sub<Float>(r1, p1);
    r2 = v128.sub<Float>(r2, p2);
    r3 = v128.sub<Float>(r3, p3);
    a0 = v128.add<Float>(a0, v128.and(v128.ge<Float>(r0, v128.splat<Float>(0)), one));
    a1 = v128.add<Float>(a1, v128.and(v128.ge<Float>(r1, v128.splat<Float>(0)), one));
    a2 = v128.add<Float>(a2, v128.and(v128.ge<Float>(r2, v128.splat<Float>(0)), one));
    a3 = v128.add<Float>(a3, v128.and(v128.ge<Float>(r3, v128.splat<Float>(0)), one));
  }
  v128.store(action, a0);
  v128.store(action, a1, 16);
  v128.store(action, a2, 32);
  v128.store(action, a3, 48);
}

/** Losses (lanes,) f64: minus the expected utility, Σ p_a expected_a; expected (A,) Float. */
export function expect(p: usize, actions: i32, expected: usize, losses: usize): void {
  const end = p + <usize>actions * VECTOR;
  let m0 = v128.splat<Float>(0),
    m1 = m0,
    m2 = m0,
    m3 = m0;
  for (; p < end; p += VECTOR, expected += FEATURE) {
    const u = spread(expected);
    m0 = v128.sub<Float>(m0, v128.mul<Float>(v128.load(p), u));
    m1 = v128.sub<Float>(m1, v128.mul<Float>(v128.load(p, 16), each(u, expected + 16)));
    m2 = v128.sub<Float>(m2, v128.mul<Float>(v128.load(p, 32), each(u, expected + 32)));
    m3 = v128.sub<Float>(m3, v128.mul<Float>(v128.load(p, 48), each(u, expected + 48)));
  }
  widen(losses, m0);
  widen(losses + wideOffset(16), m1);
  widen(losses + wideOffset(32), m2);
  widen(losses + wideOffset(48), m3);
}

/** Utility and probability (lanes,) Float of the actions; utilities (A,) Float. */
export function reveal(
  p: usize,
  actions: i32,
  utilities: usize,
  action: usize,
  utility: usize,
  probability: usize,
): void {
  const a0 = v128.load(action),
    a1 = v128.load(action, 16),
    a2 = v128.load(action, 32),
    a3 = v128.load(action, 48);
  let u0 = v128.splat<Float>(0),
    u1 = u0,
    u2 = u0,
    u3 = u0,
    q0 = u0,
    q1 = u0,
    q2 = u0,
    q3 = u0;
  for (let a = 0; a < actions; ++a, p += VECTOR, utilities += FEATURE) {
    const it = v128.splat<Float>(<Float>a),
      u = spread(utilities);
    let mine = v128.eq<Float>(a0, it);
    u0 = v128.or(u0, v128.and(mine, u));
    q0 = v128.or(q0, v128.and(mine, v128.load(p)));
    mine = v128.eq<Float>(a1, it);
    u1 = v128.or(u1, v128.and(mine, each(u, utilities + 16)));
    q1 = v128.or(q1, v128.and(mine, v128.load(p, 16)));
    mine = v128.eq<Float>(a2, it);
    u2 = v128.or(u2, v128.and(mine, each(u, utilities + 32)));
    q2 = v128.or(q2, v128.and(mine, v128.load(p, 32)));
    mine = v128.eq<Float>(a3, it);
    u3 = v128.or(u3, v128.and(mine, each(u, utilities + 48)));
    q3 = v128.or(q3, v128.and(mine, v128.load(p, 48)));
  }
  v128.store(utility, u0);
  v128.store(utility, u1, 16);
  v128.store(utility, u2, 32);
  v128.store(utility, u3, 48);
  v128.store(probability, q0);
  v128.store(probability, q1, 16);
  v128.store(probability, q2, 32);
  v128.store(probability, q3, 48);
}
