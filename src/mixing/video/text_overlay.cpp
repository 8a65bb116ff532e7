// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/text_overlay.h"

#include <algorithm>
#include <utility>

#include <pango/pangocairo.h>

namespace mcu::mixing {

namespace {

constexpr int kBlack = 16;
constexpr int kWhite = 235;
constexpr int kNeutral = 128;

/// How much of a picture stays and what is added where no text is.
struct Ground {
    int lumaKeep;    ///< of 255
    int chromaKeep;  ///< of 255
};

constexpr Ground kCaptionGround{110, 110};
constexpr Ground kNoticeGround{90, 0};
constexpr Ground kBannerGround{36, 36};

constexpr int kWidestText = 28000;  ///< pixels; Cairo's surfaces end at 32767

struct SurfaceDestroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

struct ContextDestroy {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};

struct Unref {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};

struct FontFree {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

int even(int value) {
    return value & ~1;
}

int bannerHeight(int viewHeight) {
    return std::min(even(std::clamp(viewHeight / 14, 20, 72)), even(viewHeight));
}

int bannerPixels(int barHeight) {
    return barHeight * 6 / 10;
}

/// The coverage of a text in a box, one byte a pixel.
struct Mask {
    std::unique_ptr<cairo_surface_t, SurfaceDestroy> surface;
    std::unique_ptr<cairo_t, ContextDestroy> context;
    std::unique_ptr<PangoLayout, Unref> layout;

    Mask(int width, int height, const std::string& font, int pixels, const std::string& text)
        : surface(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)),
          context(cairo_create(surface.get())),
          layout(pango_cairo_create_layout(context.get())) {
        const std::unique_ptr<PangoFontDescription, FontFree> description(
            pango_font_description_from_string(font.c_str()));
        pango_font_description_set_absolute_size(description.get(), pixels * PANGO_SCALE);
        pango_font_description_set_weight(description.get(), PANGO_WEIGHT_SEMIBOLD);
        pango_layout_set_font_description(layout.get(), description.get());
        pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        const int margin = std::min(width / 8, pixels);
        pango_layout_set_width(layout.get(), std::max(1, width - 2 * margin) * PANGO_SCALE);
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    }

    /// The text as one line however long it is; returns its width in pixels.
    int unfold() {
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_NONE);
        pango_layout_set_width(layout.get(), -1);
        pango_layout_set_alignment(layout.get(), PANGO_ALIGN_LEFT);
        pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
        int textWidth = 0;
        pango_layout_get_pixel_size(layout.get(), &textWidth, nullptr);
        return textWidth;
    }

    void drawAt(int x, int height) {
        int textHeight = 0;
        pango_layout_get_pixel_size(layout.get(), nullptr, &textHeight);
        cairo_move_to(context.get(), x, std::max(0, height - textHeight) / 2.0);
        cairo_set_source_rgba(context.get(), 1, 1, 1, 1);
        pango_cairo_show_layout(context.get(), layout.get());
        cairo_surface_flush(surface.get());
    }

    void draw(int width, int height) {
        const int room = pango_layout_get_width(layout.get()) / PANGO_SCALE;
        drawAt((width - room) / 2, height);
    }

    [[nodiscard]] int coverage(int x, int y) const {
        return cairo_image_surface_get_data(surface.get())
            [static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface.get()) + x];
    }
};

/// Pango wants valid UTF-8; names come from signalling of all sorts.
std::string validUtf8(const std::string& text) {
    gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string made(valid);
    g_free(valid);
    return made;
}

OverlayPointer bake(const Mask& mask, Box box, Ground ground) {
    auto made = std::make_shared<Overlay>();
    made->box = box;
    const auto samples = static_cast<std::size_t>(box.width) * box.height;
    made->lumaKeep.reserve(samples);
    made->lumaAdd.reserve(samples);
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            const int text = mask.coverage(x, y);
            const int keep = ground.lumaKeep * (255 - text) / 255;
            const int black = 255 - text - keep;
            made->lumaKeep.push_back(static_cast<std::uint8_t>(keep));
            made->lumaAdd.push_back(
                static_cast<std::uint8_t>((kWhite * text + kBlack * black) / 255));
        }
    }
    for (int y = 0; y < box.height; y += 2) {
        for (int x = 0; x < box.width; x += 2) {
            const int text = (mask.coverage(x, y) + mask.coverage(x + 1, y) +
                              mask.coverage(x, y + 1) + mask.coverage(x + 1, y + 1)) /
                             4;
            const int keep = ground.chromaKeep * (255 - text) / 255;
            made->chromaKeep.push_back(static_cast<std::uint8_t>(keep));
            made->chromaAdd.push_back(static_cast<std::uint8_t>(kNeutral * (255 - keep) / 255));
        }
    }
    return made;
}

}  // namespace

OverlayPointer TextOverlay::caption(const std::string& text, int paneWidth, int paneHeight) {
    Box box;
    box.height = std::min(even(std::clamp(paneHeight / 11, 20, 60)), even(paneHeight));
    box.width = even(paneWidth);
    box.y = even(paneHeight) - box.height;
    Mask mask(box.width, box.height, font_, box.height * 6 / 10, validUtf8(text));
    pango_layout_set_single_paragraph_mode(mask.layout.get(), TRUE);
    mask.draw(box.width, box.height);
    return bake(mask, box, kCaptionGround);
}

OverlayPointer TextOverlay::notice(const std::string& text, int paneWidth, int paneHeight) {
    const Box box{0, 0, even(paneWidth), even(paneHeight)};
    const int pixels = std::max(10, std::min(box.height / 9, box.width / 14));
    Mask mask(box.width, box.height, font_, pixels, validUtf8(text));
    pango_layout_set_wrap(mask.layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(mask.layout.get(), -3);  // at most three lines
    mask.draw(box.width, box.height);
    return bake(mask, box, kNoticeGround);
}

OverlayPointer TextOverlay::banner(const std::string& text, int viewWidth, int viewHeight) {
    const Box box{0, 0, even(viewWidth), bannerHeight(viewHeight)};
    Mask mask(box.width, box.height, font_, bannerPixels(box.height), validUtf8(text));
    pango_layout_set_single_paragraph_mode(mask.layout.get(), TRUE);
    mask.draw(box.width, box.height);
    return bake(mask, box, kBannerGround);
}

OverlayPointer TextOverlay::ring(const std::string& text, int viewWidth, int viewHeight) {
    const int height = bannerHeight(viewHeight);
    const auto valid = validUtf8(text);
    Mask measured(2, height, font_, bannerPixels(height), valid);
    const int textWidth = std::min(measured.unfold() + height, kWidestText);
    const Box box{0, 0, even(viewWidth) + even(textWidth), height};
    Mask mask(box.width, box.height, font_, bannerPixels(height), valid);
    mask.unfold();
    mask.drawAt(even(viewWidth), height);
    return bake(mask, box, kBannerGround);
}

}  // namespace mcu::mixing
