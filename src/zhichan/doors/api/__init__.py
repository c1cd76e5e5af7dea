"""The public interface for programs: derived from the declarations in use, described by one OpenAPI document."""
