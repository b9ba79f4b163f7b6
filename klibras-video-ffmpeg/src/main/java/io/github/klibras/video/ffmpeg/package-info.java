/**
 * Videos and pictures, decoded by FFmpeg from memory. Begin with {@link
 * io.github.klibras.video.ffmpeg.FfmpegVideoDecoder}.
 */
@NullMarked
package io.github.klibras.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
