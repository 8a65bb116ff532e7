// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/source/loop_file.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace mcu::sim {
namespace {

constexpr std::array<char, 8> kMagic = {'m', 'c', 'u', 's', 'i', 'm', '0', '2'};
constexpr std::uint32_t kMostPictures = 100000;
constexpr std::uint32_t kMostBytes = 8U << 20U;

void put(std::ofstream& out, std::uint32_t value) {
    out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

std::uint32_t get(std::ifstream& in) {
    std::uint32_t value = 0;
    in.read(reinterpret_cast<char*>(&value), sizeof value);
    return value;
}

}  // namespace

Status writeLoopFile(const std::filesystem::path& file, const std::vector<CodedPicture>& pictures) {
    auto draft = file;
    draft += "." + std::to_string(::getpid());
    {
        std::ofstream out(draft, std::ios::binary);
        out.write(kMagic.data(), kMagic.size());
        put(out, static_cast<std::uint32_t>(pictures.size()));
        for (const auto& picture : pictures) {
            put(out, picture.keyframe ? 1 : 0);
            put(out, static_cast<std::uint32_t>(picture.bytes.size()));
            out.write(reinterpret_cast<const char*>(picture.bytes.data()),
                      static_cast<std::streamsize>(picture.bytes.size()));
        }
        if (!out.flush()) {
            return Error(ErrorCode::unavailable, "cannot write " + draft.string());
        }
    }
    std::error_code failure;
    std::filesystem::rename(draft, file, failure);
    if (failure) {
        return Error(ErrorCode::unavailable, "cannot write " + file.string());
    }
    return {};
}

std::optional<std::vector<CodedPicture>> readLoopFile(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::array<char, kMagic.size()> magic{};
    if (!in.read(magic.data(), magic.size()) || magic != kMagic) {
        return std::nullopt;
    }
    const auto count = get(in);
    if (!in || count == 0 || count > kMostPictures) {
        return std::nullopt;
    }
    std::vector<CodedPicture> pictures(count);
    for (auto& picture : pictures) {
        picture.keyframe = get(in) != 0;
        const auto size = get(in);
        if (!in || size > kMostBytes) {
            return std::nullopt;
        }
        picture.bytes.resize(size);
        if (!in.read(reinterpret_cast<char*>(picture.bytes.data()), size)) {
            return std::nullopt;
        }
    }
    return pictures;
}

}  // namespace mcu::sim
