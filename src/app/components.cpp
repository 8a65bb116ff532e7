// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/components.h"

#include <cstring>
#include <elf.h>
#include <filesystem>
#include <link.h>
#include <span>
#include <string_view>

#include "app/built_with.h"
#include "pki/library_version.h"

namespace mcu::app {

namespace {

/// Files of the shared libraries that are loaded, with their links followed.
std::vector<std::string> loadedFiles() {
    std::vector<std::string> files;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t /*size*/, void* into) noexcept {
            if (info->dlpi_name != nullptr && info->dlpi_name[0] != '\0') {
                static_cast<std::vector<std::string>*>(into)->emplace_back(info->dlpi_name);
            }
            return 0;
        },
        &files);
    for (auto& file : files) {
        std::error_code failed;
        const auto real = std::filesystem::canonical(file, failed);
        file = (failed ? std::filesystem::path(file) : real).filename().string();
    }
    return files;
}

constexpr std::size_t padded(std::size_t size) {
    return (size + 3) & ~std::size_t{3};
}

/// The build id among the notes of a segment; empty: none.
std::string buildIdIn(std::span<const unsigned char> notes) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) header;
        std::memcpy(&header, notes.data(), sizeof header);
        const auto name = sizeof header;
        const auto body = name + padded(header.n_namesz);
        const auto end = body + padded(header.n_descsz);
        if (end > notes.size()) {
            break;
        }
        if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == 4 &&
            std::memcmp(notes.data() + name, "GNU", 4) == 0) {
            std::string text;
            for (const unsigned char byte : notes.subspan(body, header.n_descsz)) {
                text += {kHex[byte >> 4U], kHex[byte & 15U]};
            }
            return text;
        }
        notes = notes.subspan(end);
    }
    return {};
}

/// The first object is the program itself.
int takeBuildId(dl_phdr_info* info, std::size_t /*size*/, void* into) noexcept {
    auto& found = *static_cast<std::string*>(into);
    for (std::size_t i = 0; i < info->dlpi_phnum && found.empty(); ++i) {
        const auto& segment = info->dlpi_phdr[i];
        if (segment.p_type == PT_NOTE) {
            // NOLINTNEXTLINE(performance-no-int-to-ptr): how the loader tells where it put it
            const auto* data =
                reinterpret_cast<const unsigned char*>(info->dlpi_addr + segment.p_vaddr);
            found = buildIdIn({data, segment.p_memsz});
        }
    }
    return 1;
}

}  // namespace

std::vector<control::Component> components() {
    const auto files = loadedFiles();
    std::vector<control::Component> all;
    for (const auto& built : kBuiltWith) {
        control::Component component{built.name, "static", built.version, built.licence};
        for (const auto& file : files) {
            if (file.starts_with(built.stem)) {
                component.version = file;
            }
        }
        if (component.name == "openssl") {
            component.version = pki::libraryVersion();
        }
        all.push_back(std::move(component));
    }
    return all;
}

std::string buildId() {
    std::string found;
    dl_iterate_phdr(&takeBuildId, &found);
    return found;
}

}  // namespace mcu::app
