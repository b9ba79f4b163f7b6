package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkFrame;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Limb;
import io.github.klibras.core.video.Picture;
import io.github.klibras.core.video.SampledFrames.Frame;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws frames in a grid with the landmarks on them: the body in amber, the left hand in blue, the right hand in pink,
 * the face as green dots, and the number and the time of each frame. Hidden points of the body are faint.
 */
final class ContactSheet {

    /** The maximum number of frames on a sheet. */
    static final int STILLS = 16;

    private static final int COLUMNS = 4;
    private static final int SIDE = 420;
    private static final int SIDE_ALONE = 960;
    private static final int GAP = 6;

    /** MediaPipe's last point of the head; the face mesh shows it better. */
    private static final int LAST_HEAD_POINT = 10;

    /** The first of the body's points for fingers: odd points belong to the left hand, even ones to the right. */
    private static final int FIRST_FINGER = 17;

    private static final int LAST_FINGER = 22;

    private static final float LEAST_VISIBILITY = 0.5f;

    private static final Color BACKGROUND = new Color(24, 26, 30);
    private static final Color VEIL = new Color(0, 0, 0, 70);
    private static final Color OUTLINE = new Color(0, 0, 0, 150);
    private static final Color LABEL = new Color(255, 255, 255, 230);

    private final LandmarkSequence landmarks;
    private final int tileWidth;
    private final int tileHeight;
    private final double scale;

    private ContactSheet(LandmarkSequence landmarks, Picture first, int side) {
        this.landmarks = landmarks;
        double fit = side / (double) Math.max(first.width(), first.height());
        this.tileWidth = Math.max(1, (int) Math.round(first.width() * fit));
        this.tileHeight = Math.max(1, (int) Math.round(first.height() * fit));
        this.scale = side / (double) SIDE;
    }

    /** Returns the length in pixels of the longer side of a frame on the sheet of a video. */
    static int side(int totalFrames) {
        return totalFrames == 1 ? SIDE_ALONE : SIDE;
    }

    /** Draws the stills of a clip. */
    static BufferedImage of(RecordedClip clip) {
        List<Frame> stills = clip.stills();
        ContactSheet sheet = new ContactSheet(
                clip.landmarks(), stills.get(0).picture(), side(clip.landmarks().frames()));
        return sheet.draw(stills);
    }

    private BufferedImage draw(List<Frame> stills) {
        int columns = Math.min(COLUMNS, stills.size());
        int rows = (stills.size() + columns - 1) / columns;
        BufferedImage image = new BufferedImage(
                columns * (tileWidth + GAP) + GAP, rows * (tileHeight + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setColor(BACKGROUND);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            for (int i = 0; i < stills.size(); i++) {
                int x = GAP + i % columns * (tileWidth + GAP);
                int y = GAP + i / columns * (tileHeight + GAP);
                Graphics2D tile = (Graphics2D) graphics.create(x, y, tileWidth, tileHeight);
                drawTile(stills.get(i), tile);
                tile.dispose();
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void drawTile(Frame still, Graphics2D tile) {
        tile.drawImage(image(still.picture()), 0, 0, tileWidth, tileHeight, null);
        tile.setColor(VEIL); // makes landmarks stand out
        tile.fillRect(0, 0, tileWidth, tileHeight);
        LandmarkFrame frame = landmarks.frame(still.index());
        if (frame.has(LandmarkPart.FACE)) {
            drawPoints(frame, LandmarkPart.FACE, 0.9, tile);
        }
        drawLimbs(frame, LandmarkPart.POSE, 2.2, tile);
        drawPoints(frame, LandmarkPart.POSE, 2.4, tile);
        for (LandmarkPart hand : List.of(LandmarkPart.LEFT_HAND, LandmarkPart.RIGHT_HAND)) {
            drawLimbs(frame, hand, 1.9, tile);
            drawPoints(frame, hand, 1.3, tile);
        }
        drawLabel(still, tile);
    }

    private void drawLimbs(LandmarkFrame frame, LandmarkPart part, double width, Graphics2D tile) {
        for (boolean outline : new boolean[] {true, false}) {
            double thickness = (outline ? width + 1.4 : width) * scale;
            tile.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            for (Limb limb : part.limbs()) {
                if (isDrawn(frame, part, limb.from()) && isDrawn(frame, part, limb.to())) {
                    boolean clear = isClear(frame, part, limb.from()) && isClear(frame, part, limb.to());
                    tile.setColor(outline ? faint(OUTLINE, clear) : faint(color(part), clear));
                    tile.draw(new Line2D.Double(
                            x(frame, part, limb.from()),
                            y(frame, part, limb.from()),
                            x(frame, part, limb.to()),
                            y(frame, part, limb.to())));
                }
            }
        }
    }

    private void drawPoints(LandmarkFrame frame, LandmarkPart part, double radius, Graphics2D tile) {
        double r = radius * scale;
        for (int point = 0; point < part.points(); point++) {
            if (isDrawn(frame, part, point)) {
                tile.setColor(
                        faint(part == LandmarkPart.FACE ? color(part) : Color.WHITE, isClear(frame, part, point)));
                tile.fill(new Ellipse2D.Double(x(frame, part, point) - r, y(frame, part, point) - r, 2 * r, 2 * r));
            }
        }
    }

    /** Returns whether to draw a point. Points of the body that a hand or the face shows better are left out. */
    private static boolean isDrawn(LandmarkFrame frame, LandmarkPart part, int point) {
        if (part == LandmarkPart.POSE) {
            if (point <= LAST_HEAD_POINT && frame.has(LandmarkPart.FACE)) {
                return false;
            }
            LandmarkPart hand = point % 2 == 1 ? LandmarkPart.LEFT_HAND : LandmarkPart.RIGHT_HAND;
            if (point >= FIRST_FINGER && point <= LAST_FINGER && frame.has(hand)) {
                return false;
            }
        }
        return frame.seen(part, point);
    }

    private static boolean isClear(LandmarkFrame frame, LandmarkPart part, int point) {
        return part != LandmarkPart.POSE || frame.visibility(point) >= LEAST_VISIBILITY;
    }

    private double x(LandmarkFrame frame, LandmarkPart part, int point) {
        return frame.x(part, point) * (double) tileWidth;
    }

    private double y(LandmarkFrame frame, LandmarkPart part, int point) {
        return frame.y(part, point) * (double) tileHeight;
    }

    private static Color color(LandmarkPart part) {
        return switch (part) {
            case POSE -> new Color(255, 196, 0);
            case LEFT_HAND -> new Color(0, 200, 255);
            case RIGHT_HAND -> new Color(255, 64, 160);
            case FACE -> new Color(160, 255, 160, 190);
        };
    }

    private static Color faint(Color color, boolean clear) {
        return clear ? color : new Color(color.getRed(), color.getGreen(), color.getBlue(), color.getAlpha() / 4);
    }

    private void drawLabel(Frame still, Graphics2D tile) {
        String text = String.format(
                Locale.ROOT,
                "%d  %.2f s",
                still.index() + 1,
                still.picture().time().toMillis() / 1000.0);
        int dot = (int) Math.max(1, Math.round(2 * scale));
        int height = PixelDigits.HEIGHT * dot;
        tile.setColor(new Color(0, 0, 0, 170));
        tile.fillRect(0, 0, PixelDigits.width(text) * dot + 4 * dot, height + 4 * dot);
        tile.setColor(LABEL);
        PixelDigits.draw(text, 2 * dot, 2 * dot, dot, tile);
    }

    private static BufferedImage image(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[picture.width()];
        byte[] rgb = picture.rgb();
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
                at += Picture.CHANNELS;
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return image;
    }
}
