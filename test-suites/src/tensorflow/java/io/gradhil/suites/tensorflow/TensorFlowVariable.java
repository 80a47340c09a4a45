package io.gradhil.suites.tensorflow;

import io.gradhil.reference.ParameterBlock;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * A float32 variable in a graph: a weight matrix (out, in), a bias (out), or what an optimizer keeps beside one.
 *
 * <p>It is read once in a run, and what is assigned in the same run follows from that value: no gradient can see half an update.
 */
final class TensorFlowVariable {
    private final Ops tf;
    private final Shape shape;
    private final Operand<? extends TType> handle;
    private final Operand<TFloat32> value;
    private final Placeholder<TFloat32> fed;
    private final Op assignFed;

    /** @param name no other variable of the graph has it: those of one name share one value */
    TensorFlowVariable(Ops tf, String name, Shape shape) {
        this.tf = tf;
        this.shape = shape;
        VarHandleOp variable = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
        this.handle = variable;
        this.value = tf.readVariableOp(handle, TFloat32.class);
        this.fed = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        this.assignFed = assign(fed);
    }

    static Shape shapeOf(ParameterBlock block) {
        return block.isBias() ? Shape.of(block.rows()) : Shape.of(block.rows(), block.columns());
    }

    Shape shape() {
        return shape;
    }

    /** Returns its value in a run, before anything is assigned in that run. */
    Operand<TFloat32> value() {
        return value;
    }

    /** Returns what has to be fed for {@link #assignFed()}. */
    Placeholder<TFloat32> fed() {
        return fed;
    }

    Op assignFed() {
        return assignFed;
    }

    /** Adds an assignment to the graph. */
    Op assign(Operand<TFloat32> next) {
        return tf.assignVariableOp(handle, next);
    }
}
