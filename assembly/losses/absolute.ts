import { residual, ScoreLoss } from "./loss";
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
    return v128.abs<T>(residual<T>(z, y));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const size = one<T>(),
      zero = v128.splat<T>(<T>0),
      r = residual<T>(p, y);
    return v128.sub<T>(v128.and(size, v128.gt<T>(r, zero)), v128.and(size, v128.lt<T>(r, zero)));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.splat<T>(<T>0);
  }
}
