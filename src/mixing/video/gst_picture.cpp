// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/gst_picture.h"

#include <array>

#include <gst/video/video.h>

#include "mixing/video/video_settings.h"

namespace mcu::mixing {

namespace {

/// Holds the mapping of a decoder's buffer as long as somebody reads the picture.
struct MappedPicture final : Picture {
    GstVideoFrame frame{};

    ~MappedPicture() override { gst_video_frame_unmap(&frame); }
};

/// Nonsense of a far end counts as square.
double shapeOf(const GstVideoInfo& info) {
    constexpr double kMost = 4;
    const double shape = info.par_d > 0 ? static_cast<double>(info.par_n) / info.par_d : 1;
    return shape >= 1 / kMost && shape <= kMost ? shape : 1;
}

void letGo(gpointer picture) noexcept {
    delete static_cast<PicturePointer*>(picture);
}

}  // namespace

PicturePointer wrapBuffer(GstBuffer* buffer, GstCaps* caps) {
    GstVideoInfo info;
    if (gst_video_info_from_caps(&info, caps) == FALSE ||
        GST_VIDEO_INFO_FORMAT(&info) != GST_VIDEO_FORMAT_I420 ||
        !isAcceptableSize(info.width, info.height)) {
        return nullptr;
    }
    GstVideoFrame frame;
    if (gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ) == FALSE) {
        return nullptr;
    }
    auto made = std::make_shared<MappedPicture>();
    made->frame = frame;
    made->width = info.width;
    made->height = info.height;
    made->pixelShape = shapeOf(info);
    for (int plane = 0; plane < 3; ++plane) {
        made->planes[plane] =
            static_cast<std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&made->frame, plane));
        made->strides[plane] = GST_VIDEO_FRAME_PLANE_STRIDE(&made->frame, plane);
    }
    return made;
}

BufferPointer wrapPicture(const PicturePointer& picture) {
    BufferPointer buffer(gst_buffer_new());
    std::array<gsize, GST_VIDEO_MAX_PLANES> offsets{};
    std::array<gint, GST_VIDEO_MAX_PLANES> strides{};
    gsize offset = 0;
    for (int plane = 0; plane < 3; ++plane) {
        const int rows = plane == 0 ? picture->height : picture->chromaHeight();
        const int width = plane == 0 ? picture->width : picture->chromaWidth();
        const gsize size = static_cast<gsize>(picture->strides[plane]) * (rows - 1) + width;
        offsets[plane] = offset;
        strides[plane] = picture->strides[plane];
        offset += size;
        gst_buffer_append_memory(buffer.get(),
                                 gst_memory_new_wrapped(GST_MEMORY_FLAG_READONLY,
                                                        picture->planes[plane],
                                                        size,
                                                        0,
                                                        size,
                                                        new PicturePointer(picture),
                                                        letGo));
    }
    gst_buffer_add_video_meta_full(buffer.get(),
                                   GST_VIDEO_FRAME_FLAG_NONE,
                                   GST_VIDEO_FORMAT_I420,
                                   picture->width,
                                   picture->height,
                                   3,
                                   offsets.data(),
                                   strides.data());
    return buffer;
}

}  // namespace mcu::mixing
