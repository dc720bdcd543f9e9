/** Lists the inputs and outputs of an agent's ONNX model, for use in another runtime. */
import { ONNX_OPSET, onnxPorts, type OnnxPort } from '../../agents/onnx/onnxPorts';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';

export function OnnxPorts({ policy }: { readonly policy: AnyPolicy }) {
  const { inputs, outputs } = onnxPorts(policy);
  return (
    <details className="onnx-ports">
      <summary>ONNX model, opset {ONNX_OPSET}</summary>
      <ul className="card-facts">
        {inputs.map((port) => (
          <Port key={port.name} direction="in" port={port} />
        ))}
        {outputs.map((port) => (
          <Port key={port.name} direction="out" port={port} />
        ))}
      </ul>
    </details>
  );
}

interface PortProps {
  readonly direction: 'in' | 'out';
  readonly port: OnnxPort;
}

function Port({ direction, port: { name, shape, meaning } }: PortProps) {
  return (
    <li>
      <span className="muted">{direction}</span> {name} [{shape.join(', ')}]{' '}
      <span className="muted">{meaning}</span>
    </li>
  );
}
