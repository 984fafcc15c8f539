import { ScoreLoss } from "./loss";
import { one } from "../math/constants";

/** Absolute residual, |z - y|; its minimiser is a median. Slope 0 at the kink. */
@final
export class Absolute<T extends number> implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return v128.abs<T>(v128.sub<T>(z, y));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const size = one<T>();
    return v128.sub<T>(v128.and(size, v128.gt<T>(p, y)), v128.and(size, v128.lt<T>(p, y)));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.splat<T>(<T>0);
  }
}
