package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The supported kinds of files, detected from the first bytes.
 *
 * <p>FFmpeg is given the demuxer by name so that it does not choose one itself: some of its demuxers read playlists and
 * scripts, which name other files.
 */
enum FileKind {
    /** MP4, MOV, 3GP. */
    MP4("mov", false),

    /** Matroska and WebM. */
    MATROSKA("matroska", false),

    PNG("png_pipe", true),

    JPEG("jpeg_pipe", true);

    /** The boxes that files of the MP4 family begin with; old files have no {@code ftyp}. */
    private static final Set<String> FIRST_BOXES = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");

    /** Brands of pictures in an MP4 container. Phones cut them into tiles, each of which FFmpeg takes for a video. */
    private static final Set<String> PICTURE_BRANDS = Set.of("heic", "heix", "heim", "heis", "mif1", "mif2", "avif");

    private final String demuxer;
    private final boolean picture;

    FileKind(String demuxer, boolean picture) {
        this.demuxer = demuxer;
        this.picture = picture;
    }

    /** Returns FFmpeg's name for the demuxer. */
    String demuxer() {
        return demuxer;
    }

    /** Returns whether the file is a picture rather than a video. */
    boolean isPicture() {
        return picture;
    }

    /**
     * Detects the kind of a file.
     *
     * @throws UnreadableVideoException if it is none of these
     */
    static FileKind of(Video video) {
        String start = firstBytes(video);
        if (start.startsWith("\u001aE\u00df\u00a3")) {
            return MATROSKA;
        }
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (start.startsWith("GIF8")) {
            throw new UnreadableVideoException("A GIF cannot be used; send the video itself, as MP4 or WebM");
        }
        if (start.length() >= 12 && FIRST_BOXES.contains(start.substring(4, 8))) {
            if (start.startsWith("ftyp", 4) && PICTURE_BRANDS.contains(start.substring(8, 12))) {
                throw new UnreadableVideoException("Pictures in HEIC or AVIF cannot be used; send a JPEG or PNG");
            }
            return MP4;
        }
        throw new UnreadableVideoException(
                "This is no video that can be used; send an MP4, MOV, 3GP, WebM or Matroska video, or a JPEG or PNG picture");
    }

    private static String firstBytes(Video video) {
        ByteBuffer bytes = video.asByteBuffer();
        return StandardCharsets.ISO_8859_1
                .decode(bytes.limit(Math.min(12, bytes.limit())))
                .toString();
    }
}
