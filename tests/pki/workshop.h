// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "pki/authority.h"
#include "pki/certificate.h"
#include "pki/request.h"

namespace mcu::pki::test {

/// The machine's time: `openssl` has no other.
inline WallTime today() {
    return std::chrono::system_clock::now();
}

inline std::string slurp(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

inline void spill(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::trunc) << text;
}

inline unsigned modeOf(const std::filesystem::path& file) {
    struct stat facts{};
    return ::stat(file.c_str(), &facts) == 0 ? facts.st_mode & 07777U : 0U;
}

/// A folder of its own for each test, in memory where there is one: every file we write waits for
/// its disk.
class TemporaryFolder {
public:
    TemporaryFolder() {
        const std::filesystem::path memory = "/dev/shm";
        std::string name =
            ((::access(memory.c_str(), W_OK) == 0 ? memory
                                                  : std::filesystem::temp_directory_path()) /
             "pki-XXXXXX")
                .string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        path_ = name;
    }

    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// What a program said, both streams, and its exit code.
struct Said {
    int code = -1;
    std::string text;

    [[nodiscard]] bool has(const std::string& part) const {
        return text.find(part) != std::string::npos;
    }
};

inline Said shell(const std::string& line) {
    Said said;
    FILE* pipe = popen((line + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        return said;
    }
    std::array<char, 4096> part{};
    for (std::size_t got = 0; (got = fread(part.data(), 1, part.size(), pipe)) > 0;) {
        said.text.append(part.data(), got);
    }
    const int status = pclose(pipe);
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

/// An authority and what it has signed for MCUs, each in its own folder.
class Province {
public:
    explicit Province(WallTime now = today(), const std::string& name = "HNTH Sơn La") : now_(now) {
        auto made = Authority::create(folder_ / "ca", name, now);
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    }

    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    /// Key, request, certificate, ca.pem and crl.pem of an MCU, in a folder named after it.
    McuFiles enrol(const std::string& id, WallTime at, bool renewal = false) {
        const auto place = folder_ / id;
        EXPECT_TRUE(makeRequest(place, id).has_value());
        const McuFiles files(place);
        auto authority = Authority::open(folder_ / "ca");
        EXPECT_TRUE(authority.has_value());
        const auto pem = authority->sign(slurp(files.request), renewal, at);
        EXPECT_TRUE(pem.has_value()) << (pem ? "" : pem.error().message);
        EXPECT_TRUE(authority->handOut(pem.value_or(""), place).has_value());
        return files;
    }

    McuFiles enrol(const std::string& id) { return enrol(id, now_); }

    void revoke(const std::string& what) {
        auto authority = Authority::open(folder_ / "ca");
        ASSERT_TRUE(authority.has_value());
        const auto taken = authority->revoke(what, now_);
        EXPECT_TRUE(taken.has_value()) << (taken ? "" : taken.error().message);
    }

    [[nodiscard]] std::string caPem() const { return slurp(folder_ / "ca/ca.pem"); }

    [[nodiscard]] WallTime now() const { return now_; }

private:
    TemporaryFolder folder_;
    WallTime now_;
};

}  // namespace mcu::pki::test
