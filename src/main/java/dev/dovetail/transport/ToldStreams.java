package dev.dovetail.transport;

import dev.dovetail.failure.OtherEndException;
import dev.dovetail.stream.BlockInput;
import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The streams of a link that can find out how the other end has ended, if it has. */
public final class ToldStreams {

  /** How that was. */
  public interface End {

    /** Empty if it has not ended, or was told to; may take a moment. */
    Optional<OtherEndException> untimely();
  }

  private final End end;

  public ToldStreams(End end) {
    this.end = end;
  }

  /** Where the stream ends because the other end has, an exception says so. */
  public InputStream input(InputStream in) {
    return new Input(in);
  }

  /** Where writing fails because the other end has ended, the exception says so. */
  public OutputStream output(OutputStream out) {
    return new Output(out);
  }

  private IOException told(IOException e) {
    Optional<OtherEndException> known = end.untimely();
    return known.isPresent() ? known.get() : e;
  }

  private final class Input extends BlockInput {
    private final InputStream in;

    Input(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count = in.read(to, offset, length);
      if (count < 0) {
        Optional<OtherEndException> known = end.untimely();
        if (known.isPresent()) {
          throw known.get();
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private final class Output extends BlockOutput {
    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      try {
        out.write(from, offset, length);
      } catch (IOException e) {
        throw told(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw told(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
