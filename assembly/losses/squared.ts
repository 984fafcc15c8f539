import { residual, ScoreLoss } from "./loss";
import { half, one } from "../math/constants";

/** Half the squared residual, (z - y)²/2. */
@final
export class Squared<T extends number> implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = residual<T>(z, y);
    return v128.mul<T>(half<T>(), v128.mul<T>(r, r));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return residual<T>(p, y);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return one<T>();
  }
}
