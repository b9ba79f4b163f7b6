package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.video.Picture;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Makes pictures of decoded frames: RGB, upright, with square pixels.
 *
 * <p>Colors match those of OpenCV, which the Python service uses: for videos, the BT.601 matrix regardless of the file,
 * and full range only where the pixel format itself says so ({@code VideoCapture}); for pictures, chroma interpolated
 * smoothly over the pixels ({@code imread}). Interlaced frames stay woven, as in OpenCV.
 *
 * <p>Holds native memory, which {@link #close()} frees. For one thread at a time.
 */
final class PictureMaker implements AutoCloseable {

    /** Pixels this close to square count as square, the encoder having rounded; OpenCV never stretches pictures. */
    private static final double ALMOST_SQUARE = 0.01;

    /** No camera has pixels more oblong than this; a file that claims so is damaged. */
    private static final double MAX_ASPECT = 4;

    private static final int AS_VIDEO_CAPTURE = swscale.SWS_BICUBIC;
    private static final int AS_IMREAD = swscale.SWS_BILINEAR | swscale.SWS_FULL_CHR_H_INT | swscale.SWS_ACCURATE_RND;

    private final Limits limits;
    private final AVFrame rgb = Ffmpeg.allocated(avutil.av_frame_alloc());

    private @Nullable SwsContext converter;

    PictureMaker(Limits limits) {
        this.limits = limits;
    }

    /**
     * Makes a picture of the last decoded frame.
     *
     * @throws UnreadableVideoException if its pixel format is unknown, or it has too many pixels once they are square
     */
    Picture pictureOf(FrameReader reader) {
        AVFrame frame = reader.frame();
        double aspect = aspectOf(reader);
        // The shorter side is stretched, so that nothing is lost.
        double width = frame.width() * Math.max(1, aspect);
        double height = frame.height() * Math.max(1, 1 / aspect);
        limits.checkSize((int) Math.round(width), (int) Math.round(height));
        convert(
                frame,
                (int) Math.round(width),
                (int) Math.round(height),
                reader.isPicture() ? AS_IMREAD : AS_VIDEO_CAPTURE);

        Orientation orientation = orientationOf(frame);
        byte[] pixels = orientation.turn(rgb.data(0), rgb.linesize(0), rgb.width(), rgb.height());
        return Picture.of(
                orientation.width(rgb.width(), rgb.height()),
                orientation.height(rgb.width(), rgb.height()),
                pixels,
                Duration.ofNanos(Math.round(reader.time() * 1e9)));
    }

    @Override
    public void close() {
        swscale.sws_freeContext(converter);
        converter = null;
        avutil.av_frame_free(rgb);
    }

    private static double aspectOf(FrameReader reader) {
        double aspect = reader.pixelAspect();
        boolean square = Math.abs(aspect - 1) < ALMOST_SQUARE || aspect > MAX_ASPECT || aspect < 1 / MAX_ASPECT;
        return square ? 1 : aspect;
    }

    private void convert(AVFrame frame, int width, int height, int flags) {
        if (rgb.width() != width || rgb.height() != height) {
            avutil.av_frame_unref(rgb);
            rgb.format(avutil.AV_PIX_FMT_RGB24);
            rgb.width(width);
            rgb.height(height);
            if (avutil.av_frame_get_buffer(rgb, 0) < 0) {
                rgb.width(0);
                throw unknownPixels();
            }
        }
        converter = swscale.sws_getCachedContext(
                converter,
                frame.width(),
                frame.height(),
                frame.format(),
                width,
                height,
                avutil.AV_PIX_FMT_RGB24,
                flags,
                null,
                null,
                (DoublePointer) null);
        if (converter == null
                || swscale.sws_scale(
                                converter,
                                frame.data(),
                                frame.linesize(),
                                0,
                                frame.height(),
                                rgb.data(),
                                rgb.linesize())
                        <= 0) {
            throw unknownPixels();
        }
    }

    private static Orientation orientationOf(AVFrame frame) {
        AVFrameSideData matrix = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.size() < 9 * Integer.BYTES) {
            return Orientation.UPRIGHT;
        }
        IntPointer values = new IntPointer(matrix.data());
        return Orientation.of(values.get(0), values.get(1), values.get(3), values.get(4));
    }

    private static UnreadableVideoException unknownPixels() {
        return new UnreadableVideoException("The colors of the video cannot be read; send it as MP4 with H.264");
    }
}
